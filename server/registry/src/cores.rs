//! Work on many rows that only computes: opening what is sealed, checking forms. It is shared out among the cores there are, and comes back in
//! the order of the rows. Sealing is not among it: what seals draws randomness, and which of two threads draws first nobody knows.

/// Rows that are left to one core: for fewer another thread costs more than it gains.
const BY_ONE: usize = 16;

/// What `one` makes of each item, in the order of the items, made by all cores. Where it panics this does.
pub fn each<T: Sync, R: Send>(items: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    shared_by(cores, items, one)
}

fn shared_by<T: Sync, R: Send>(cores: usize, items: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let part = items.len().div_ceil(cores.max(1)).max(BY_ONE);
    if items.len() <= part {
        return items.iter().map(one).collect();
    }
    let one = &one;
    std::thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(part)
            .map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<R>>()))
            .collect();
        let mut all = Vec::with_capacity(items.len());
        for part in parts {
            match part.join() {
                Ok(done) => all.extend(done),
                Err(panicked) => std::panic::resume_unwind(panicked),
            }
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::sync::Mutex;

    #[test]
    fn whatever_the_number_of_cores_each_is_made_once_and_in_order() {
        for cores in [0, 1, 2, 3, 64] {
            for n in [0, 1, BY_ONE, BY_ONE + 1, 250] {
                let items: Vec<usize> = (0..n).collect();
                let threads = Mutex::new(BTreeSet::new());
                let made = shared_by(cores, &items, |item| {
                    threads.lock().unwrap().insert(format!("{:?}", std::thread::current().id()));
                    item * 2
                });
                assert_eq!(made, items.iter().map(|item| item * 2).collect::<Vec<_>>());
                let most = cores.max(1).min(n.div_ceil(BY_ONE).max(1));
                assert!(threads.into_inner().unwrap().len() <= most, "{cores} cores, {n} items");
            }
        }
    }

    #[test]
    fn one_that_panics_is_not_swallowed() {
        let items: Vec<usize> = (0..100).collect();
        let caught = std::panic::catch_unwind(|| shared_by(4, &items, |item| assert_ne!(*item, 77)));
        assert!(caught.is_err());
    }
}
