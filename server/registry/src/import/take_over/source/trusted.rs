//! What the reader of Parquet takes the fields of a description for. It reads each as what it expects, whatever the field says it is, so
//! a description is believed only where both are the same: otherwise it would say one thing to who looks it through and another to who
//! reads it.

use super::compact::{Field, Kind, walk};
use super::guarded::MOST_PAGE;
use parquet::errors::{ParquetError, Result as Outcome};

/// Parts of the description of the columns.
const MOST_PARTS: i64 = 4_000;
/// Elements of any other list of a description: the reader makes room for all of them at once, each many times as large as its bytes.
const MOST_LISTED: i64 = 65_536;
/// Columns with columns in them, in a file that is refused by their names.
const MOST_NESTED: u32 = 200;

/// The description of a page: how many of its bytes are not packed.
pub(super) fn check_page(head: &[u8]) -> Outcome<u64> {
    let (mut unpacked, mut bare) = (0, 0_u64);
    let walked = walk(head, &mut |field| {
        match field.path {
            [2] => unpacked = field.value,
            [8, 5 | 6] => match u64::try_from(field.value) {
                Ok(levels) => bare = bare.saturating_add(levels),
                Err(_) => return false,
            },
            _ => {}
        }
        in_page(field.path).is_none_or(|kind| kind == field.kind)
    });
    match (walked, u64::try_from(unpacked)) {
        (Some(_), Ok(0..=MOST_PAGE)) => Ok(bare),
        _ => Err(ParquetError::General("a page that is too large or is none".into())),
    }
}

/// What the reader takes a field of the description of a page for; none of what it passes over.
fn in_page(path: &[i16]) -> Option<Kind> {
    match path {
        [1..=4] | [5, 1..=4] | [7, 1 | 2] | [8, 1..=6] => Some(Kind::Whole),
        [5..=8] => Some(Kind::Structure),
        [7, 3] | [8, 7] => Some(Kind::Truth),
        _ => None,
    }
}

/// The same of the description of a file.
fn in_description(path: &[i16]) -> Option<Kind> {
    match path {
        [1] | [2, 1..=3 | 5..=9] | [4, 4, 1] | [4, 1, 5 | 7] => Some(Kind::Whole),
        [3] | [4, 2 | 3 | 5] | [4, 1, 2 | 4 | 6] => Some(Kind::Long),
        [2 | 4 | 5 | 7] | [4, 1 | 4] => Some(Kind::List),
        [6] | [2, 4] | [5, 1 | 2] | [4, 1, 1] => Some(Kind::Bytes),
        [2, 10] | [4, 1, 3] | [7, _] => Some(Kind::Structure),
        [2, 10, logical @ ..] => in_logical_type(logical),
        [4, 1, 3, column @ ..] => in_column(column),
        [4, 4, 2 | 3] => Some(Kind::Truth),
        [4, 7] => Some(Kind::Short),
        _ => None,
    }
}

/// The same of what the description says a column means.
fn in_logical_type(path: &[i16]) -> Option<Kind> {
    match path {
        [_] | [7 | 8, 2] | [7 | 8, 2, _] => Some(Kind::Structure),
        [5, 1 | 2] | [18, 2] => Some(Kind::Whole),
        [7 | 8, 1] | [10, 2] => Some(Kind::Truth),
        [10 | 16, 1] => Some(Kind::Byte),
        [17 | 18, 1] => Some(Kind::Bytes),
        _ => None,
    }
}

/// The same of what it says of a column of a row group.
fn in_column(path: &[i16]) -> Option<Kind> {
    match path {
        [1 | 4 | 15] | [13, 1..=3] => Some(Kind::Whole),
        [5..=7 | 9..=11 | 14] | [12, 3 | 4 | 9] | [16, 1] => Some(Kind::Long),
        [2 | 13] | [16, 2 | 3] | [17, 2] => Some(Kind::List),
        [12 | 16 | 17] | [17, 1] => Some(Kind::Structure),
        [12, 1 | 2 | 5 | 6] => Some(Kind::Bytes),
        [12, 7 | 8] => Some(Kind::Truth),
        [17, 1, 1..=8] => Some(Kind::Double),
        _ => None,
    }
}

/// Whether the description of a file is what its reader takes it for, and says of no list that it is longer than it may be.
pub(super) fn is_believed(description: &[u8]) -> bool {
    let mut nested = 0;
    walk(description, &mut |field| may_be(field, &mut nested)).is_some()
}

/// The same of one of its fields.
fn may_be(field: &Field<'_>, nested: &mut u32) -> bool {
    if in_description(field.path).is_some_and(|kind| kind != field.kind) {
        return false;
    }
    match (field.path, field.kind) {
        ([2], _) => field.value <= MOST_PARTS,
        // The columns: how many of them the one says that lie in it.
        ([2, 5], _) => {
            *nested += u32::from(field.value > 0);
            *nested <= MOST_NESTED && usize::try_from(field.value).is_ok_and(|inner| inner <= field.among)
        }
        (_, Kind::List | Kind::Set) => field.value <= MOST_LISTED,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::Index;

    /// A number as it is written.
    fn written(value: i64) -> Vec<u8> {
        let mut left = ((value << 1) ^ (value >> 63)).cast_unsigned();
        let mut bytes = Vec::new();
        while left > 0x7f {
            bytes.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        bytes.push(left as u8);
        bytes
    }

    /// What a page says of itself: the fields before those of its kind, and the number of the structure with these.
    fn page(unpacked: i64, of: u8, inner: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x15, 0, 0x15];
        bytes.extend(written(unpacked));
        bytes.extend([0x15, 40, ((of - 3) << 4) | 0x0c]);
        bytes.extend(inner);
        bytes.extend([0, 0]);
        bytes
    }

    /// A page of values of both versions, and a dictionary.
    fn pages() -> [Vec<u8>; 3] {
        [
            page(700, 5, &[0x15, 6, 0x15, 0, 0x15, 6, 0x15, 6]),
            page(700, 7, &[0x15, 6, 0x15, 0, 0x12]),
            page(700, 8, &[0x15, 6, 0x15, 0, 0x15, 6, 0x15, 0, 0x15, 8, 0x15, 10, 0x11]),
        ]
    }

    /// What the reader of Parquet makes of the description of a page: it takes each field it knows for what it expects.
    struct Reads<'a> {
        bytes: &'a [u8],
        unpacked: i32,
        bare: i64,
    }

    impl Reads<'_> {
        fn byte(&mut self) -> Option<u8> {
            let (first, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            Some(*first)
        }

        fn number(&mut self) -> Option<i64> {
            let (mut value, mut shift) = (0_u64, 0_u32);
            loop {
                let byte = self.byte()?;
                value |= u64::from(byte & 0x7f).wrapping_shl(shift);
                if byte & 0x80 == 0 {
                    return Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed());
                }
                shift += 7;
            }
        }

        fn head(&mut self, last: i16) -> Option<(u8, i16)> {
            let head = self.byte()?;
            Some(match (head & 0x0f, head >> 4) {
                (0, _) => (0, 0),
                (kind, 0) => (kind, self.number()? as i16),
                (kind, step) => (kind, last.checked_add(i16::from(step))?),
            })
        }

        fn pass(&mut self, kind: u8, depth: u32) -> Option<()> {
            let depth = depth.checked_sub(1)?;
            match kind {
                1 | 2 => {}
                3 => drop(self.byte()?),
                4..=6 => drop(self.number()?),
                7 => self.bytes = self.bytes.get(8..)?,
                8 => {
                    let mut length = 0_u64;
                    for shift in (0..).step_by(7) {
                        let byte = self.byte()?;
                        length |= u64::from(byte & 0x7f).wrapping_shl(shift);
                        if byte & 0x80 == 0 {
                            break;
                        }
                    }
                    self.bytes = self.bytes.get(usize::try_from(length).ok()?..)?;
                }
                9 | 10 => {
                    let head = self.byte()?;
                    // Lists of many elements are in none of these pages.
                    let size = Some(head >> 4).filter(|size| *size < 15)?;
                    for _ in 0..size {
                        self.pass(head & 0x0f, depth)?;
                    }
                }
                12 => loop {
                    match self.head(0)? {
                        (0, _) => break,
                        (kind, _) => self.pass(kind, depth)?,
                    }
                },
                _ => return None,
            }
            Some(())
        }

        /// The structure with this number, or the page itself.
        fn structure(&mut self, of: i16) -> Option<()> {
            let numbers = match of {
                0 | 5 => 4,
                7 => 2,
                8 => 6,
                _ => 0,
            };
            let mut last = 0;
            loop {
                let (kind, field) = self.head(last)?;
                last = field;
                match field {
                    _ if kind == 0 => return Some(()),
                    _ if (1..=numbers).contains(&field) => {
                        let value = self.number()? as i32;
                        match (of, field) {
                            (0, 2) => self.unpacked = value,
                            (8, 5 | 6) => self.bare += i64::from(value),
                            _ => {}
                        }
                    }
                    5..=8 if of == 0 => self.structure(field)?,
                    _ => self.pass(kind, 64)?,
                }
            }
        }
    }

    #[test]
    fn pages_as_programs_describe_them_are_read() {
        let bare: Vec<u64> = pages().iter().map(|page| check_page(page).unwrap()).collect();
        assert_eq!(bare, [0, 0, 9]);
        assert!(check_page(&page(64 << 20, 5, &[])).is_ok());
        assert!(check_page(&page((64 << 20) + 1, 5, &[])).is_err());
        assert!(check_page(&page(-1, 5, &[])).is_err());
    }

    #[test]
    fn a_field_that_says_it_is_something_else_than_its_reader_takes_it_for_is_refused() {
        // The size: a truth value, whose number would be read all the same.
        let as_truth = [0x15, 0, 0x11, 0x15, 40, 0x2c, 0x15, 6, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0];
        assert!(check_page(&as_truth).is_err());
        for (at, (sample, places)) in
            pages().iter().zip([&[0, 2, 5, 7, 8][..], &[0, 2, 5, 7, 8], &[0, 2, 5, 7, 8, 16, 18]]).enumerate()
        {
            for place in places {
                for kind in (0..16).filter(|kind| *kind != sample[*place] & 0x0f) {
                    let mut bytes = sample.clone();
                    bytes[*place] = bytes[*place] & 0xf0 | kind;
                    assert!(check_page(&bytes).is_err(), "{at}, {place}: {kind}");
                }
            }
        }
    }

    #[test]
    fn a_size_that_is_said_twice_or_has_no_room_is_refused() {
        // 2: 1 MiB, then 2 again: 2 GiB, as its reader would take it.
        let mut twice = vec![0x15, 0, 0x15];
        twice.extend(written(1 << 20));
        twice.extend([0x05, 4]);
        twice.extend(written(i64::from(i32::MAX)));
        twice.extend([0x15, 40, 0]);
        assert!(check_page(&twice).is_err());
        // Of the levels of a page: cut off to 32 bits it would be 5.
        let mut levels = vec![0x15, 6, 0x15, 0, 0x15, 6, 0x15, 0, 0x15];
        levels.extend(written((1 << 32) + 5));
        levels.extend([0x15, 10]);
        assert!(check_page(&page(700, 8, &levels)).is_err());
    }

    #[test]
    fn a_description_is_believed_where_it_is_what_its_reader_takes_it_for() {
        // 2: [{4: "s", 5: 1}, {1: 6, 3: 1, 4: "a"}]
        let schema = |inner: [u8; 2]| {
            let mut bytes = vec![0x29, 0x2c, 0x48, 1, b's'];
            bytes.extend(inner);
            bytes.extend([0, 0x15, 12, 0x25, 2, 0x18, 1, b'a', 0, 0]);
            bytes
        };
        assert!(is_believed(&schema([0x15, 2])));
        assert!(is_believed(&schema([0x15, 4])));
        assert!(!is_believed(&schema([0x15, 6])), "more than there are");
        assert!(!is_believed(&schema([0x15, 1])), "less than none");
        for kind in (0..16).filter(|kind| *kind != 5) {
            assert!(!is_believed(&schema([0x10 | kind, 2])), "{kind}");
        }
        assert!(!is_believed(&[0x2c, 0x55, 2, 0, 0]), "columns that are no list");
        // 2: as many empty structures as there are bytes, of each of which a column would be made.
        let mut many = vec![0x29, 0xfc, 0xa1, 0x1f];
        many.extend([0; 4_002]);
        assert!(!is_believed(&many));
    }

    proptest! {
        /// Whatever stands in the description of a page: where it is believed, its reader makes no more room than was looked at.
        #[test]
        fn what_is_believed_of_a_page_is_what_its_reader_reads(
            which in 0_usize..3,
            unpacked in any::<i32>(),
            changes in prop::collection::vec((any::<Index>(), any::<u8>()), 0..5),
            cut in any::<Index>(),
            put in prop::collection::vec(any::<u8>(), 0..6),
        ) {
            let sample = &pages()[which];
            let mut bytes =
                page(i64::from(unpacked % (80 << 20)), [5, 7, 8][which], &sample[8..sample.len() - 2]);
            let at = cut.index(bytes.len());
            bytes.splice(at..at, put);
            for (place, byte) in changes {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if let Ok(bare) = check_page(&bytes) {
                let mut reads = Reads { bytes: &bytes, unpacked: 0, bare: 0 };
                if reads.structure(0).is_some() {
                    prop_assert!((0..=64 << 20).contains(&reads.unpacked));
                    prop_assert_eq!(u64::try_from(reads.bare).unwrap(), bare);
                }
            }
        }
    }
}
