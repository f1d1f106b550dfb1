//! How much one slice writes. Rows differ: a form may be filled in on one page or on five. So a slice is bounded by rows, for what each costs
//! whatever is in it, and by the bytes it is about to write: others of its school wait behind it, and all of it is in memory at once.

/// Bytes that one slice writes, about. What a commit itself costs is spread over enough rows then.
pub(crate) const BYTES: usize = 2 << 20;
/// Bytes of the columns beside what is sealed in a record that one looks for.
pub(crate) const COLUMNS: usize = 2 << 10;

/// How many of these rows, from the first, a slice takes: one at least, where there is one. `bytes` says what one of them writes, about.
pub(crate) fn fitting<T>(rows: &[T], bytes: impl Fn(&T) -> usize) -> usize {
    let mut sum = 0_usize;
    let beyond = rows.iter().position(|row| {
        sum = sum.saturating_add(bytes(row));
        sum > BYTES
    });
    beyond.unwrap_or(rows.len()).max(1).min(rows.len())
}

/// All the rows in parts that fit, of `most` at most.
pub(crate) fn parts<T>(rows: &[T], most: usize, bytes: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let (mut parts, mut left) = (Vec::new(), rows);
    while !left.is_empty() {
        let next = left.get(..most.max(1)).unwrap_or(left);
        let (part, rest) = left.split_at(fitting(next, &bytes));
        parts.push(part);
        left = rest;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slice_takes_what_fits_and_one_row_whatever_it_holds() {
        let take = |rows: &[usize]| fitting(rows, |row| *row);
        assert_eq!(take(&[]), 0);
        assert_eq!(take(&[BYTES - 1, 1, 1]), 2);
        assert_eq!(take(&[BYTES + 1, 1]), 1, "one that is larger goes by itself");
        assert_eq!(take(&[usize::MAX, usize::MAX]), 1);
        assert_eq!(take(&[1; 7]), 7);
    }

    proptest! {
        #[test]
        fn parts_hold_every_row_once_in_its_order(
            rows in prop::collection::vec(0..BYTES * 2, 0..40),
            most in 0..9_usize,
        ) {
            let parts = parts(&rows, most, |row| *row);
            prop_assert_eq!(&parts.concat(), &rows);
            for part in parts {
                prop_assert!((1..=most.max(1)).contains(&part.len()));
                prop_assert!(part.len() == 1 || part.iter().sum::<usize>() <= BYTES);
            }
        }
    }
}
