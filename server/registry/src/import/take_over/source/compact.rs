//! Structures of Thrift's compact protocol, looked through before the reader of Parquet makes room for what they say: whatever they claim
//! of lengths lies in the bytes that are there.

/// Structures and lists inside of each other.
const DEEPEST: usize = 32;

/// A whole number in a structure.
pub(super) struct Number<'a> {
    /// The fields it lies in by their numbers, the outermost first.
    pub(super) path: &'a [i16],
    /// What it is.
    pub(super) value: i64,
    /// How many elements the list has that it lies in; none outside of lists.
    pub(super) among: usize,
}

/// Looks a structure through and hands its whole numbers on. Gives how many bytes it has; none where it ends too early, claims what is
/// not there, or `each` says that a number cannot be.
pub(super) fn walk(bytes: &[u8], each: &mut dyn FnMut(&Number<'_>) -> bool) -> Option<usize> {
    let mut walker = Walker { bytes, at: 0, depth: 0, path: Vec::new(), each };
    walker.structure(0)?;
    Some(walker.at)
}

struct Walker<'a, 'e> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    path: Vec<i16>,
    each: &'e mut dyn FnMut(&Number<'_>) -> bool,
}

impl Walker<'_, '_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        let half = i64::try_from(value >> 1).ok()?;
        Some(if value & 1 == 0 { half } else { -half - 1 })
    }

    fn skip(&mut self, length: u64) -> Option<()> {
        let end = self.at.checked_add(usize::try_from(length).ok()?)?;
        if end > self.bytes.len() {
            return None;
        }
        self.at = end;
        Some(())
    }

    fn structure(&mut self, among: usize) -> Option<()> {
        self.deeper()?;
        let mut last = 0_i16;
        loop {
            let head = self.byte()?;
            if head == 0 {
                break;
            }
            last = match i16::from(head >> 4) {
                0 => i16::try_from(self.signed()?).ok()?,
                step => last.checked_add(step)?,
            };
            self.path.push(last);
            match head & 0x0f {
                // A truth value of a field is its kind.
                1 | 2 => {}
                kind => self.value(kind, among)?,
            }
            self.path.pop();
        }
        self.depth -= 1;
        Some(())
    }

    fn value(&mut self, kind: u8, among: usize) -> Option<()> {
        match kind {
            1..=3 => self.byte().map(drop),
            4..=6 => {
                let value = self.signed()?;
                (self.each)(&Number { path: &self.path, value, among }).then_some(())
            }
            7 => self.skip(8),
            8 => {
                let length = self.unsigned()?;
                self.skip(length)
            }
            9 | 10 => self.list(),
            12 => self.structure(among),
            // Maps stand nowhere in a file of Parquet.
            _ => None,
        }
    }

    fn list(&mut self) -> Option<()> {
        self.deeper()?;
        let head = self.byte()?;
        let size = match head >> 4 {
            15 => usize::try_from(self.unsigned()?).ok()?,
            size => usize::from(size),
        };
        // The smallest element has one byte.
        if size > self.bytes.len() - self.at {
            return None;
        }
        for _ in 0..size {
            self.value(head & 0x0f, size)?;
        }
        self.depth -= 1;
        Some(())
    }

    fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= DEEPEST).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A number's path, the number, and among how many bytes it lies.
    type Lies = (Vec<i16>, i64, usize);

    /// The numbers of a structure with where they lie.
    fn numbers(bytes: &[u8]) -> Option<(usize, Vec<Lies>)> {
        let mut found = Vec::new();
        let length = walk(bytes, &mut |number| {
            found.push((number.path.to_vec(), number.value, number.among));
            true
        })?;
        Some((length, found))
    }

    #[test]
    fn numbers_are_found_where_they_lie() {
        // 1: 2, 2: [{5: 1}, {5: 300}], 3: "ab", then what is behind the structure.
        let bytes = [0x15, 4, 0x19, 0x2c, 0x55, 2, 0, 0x55, 0xd8, 4, 0, 0x18, 2, b'a', b'b', 0, 9, 9];
        let (length, found) = numbers(&bytes).unwrap();
        assert_eq!(length, bytes.len() - 2);
        assert_eq!(found, [(vec![1], 2, 0), (vec![2, 5], 1, 2), (vec![2, 5], 300, 2)]);
    }

    #[test]
    fn what_is_claimed_and_not_there_is_no_structure() {
        assert_eq!(walk(&[0x18, 0xff, 0xff, 0x7f, 0], &mut |_| true), None, "a text");
        assert_eq!(walk(&[0x19, 0xfc, 0xff, 0xff, 0x7f, 0], &mut |_| true), None, "a list");
        assert_eq!(walk(&[0x15, 4], &mut |_| true), None, "no end");
        assert_eq!(walk(&[0x15, 4, 0], &mut |_| false), None, "a number that cannot be");
        assert_eq!(walk(&[0x1c; 4000], &mut |_| true), None, "without a floor");
        assert_eq!(walk(&[0x19; 4000], &mut |_| true), None, "lists in lists");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fall(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Some((length, _)) = numbers(&bytes) {
                prop_assert!(length <= bytes.len());
            }
        }
    }
}
