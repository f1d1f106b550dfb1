//! Structures of Thrift's compact protocol, looked through before the reader of Parquet makes room for what they say: whatever they claim
//! of lengths lies in the bytes that are there.

/// Structures and lists inside of each other.
const DEEPEST: usize = 32;
/// Fields of one structure: more than any of them has.
const MOST_FIELDS: usize = 64;

/// What a field says it is. Lists and whole numbers of other lengths are not one another: the reader of Parquet takes what it expects
/// whatever is said here, so that what is said otherwise would be read otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Truth,
    Byte,
    Short,
    Whole,
    Long,
    Double,
    Bytes,
    List,
    Set,
    Structure,
}

impl Kind {
    /// Maps and identifiers of 16 bytes stand nowhere in a file of Parquet.
    fn of(code: u8) -> Option<Self> {
        Some(match code {
            1 | 2 => Self::Truth,
            3 => Self::Byte,
            4 => Self::Short,
            5 => Self::Whole,
            6 => Self::Long,
            7 => Self::Double,
            8 => Self::Bytes,
            9 => Self::List,
            10 => Self::Set,
            12 => Self::Structure,
            _ => return None,
        })
    }
}

/// A field of a structure.
pub(super) struct Field<'a> {
    /// The fields it lies in by their numbers, the outermost first, and its own.
    pub(super) path: &'a [i16],
    /// What it says it is.
    pub(super) kind: Kind,
    /// Of a whole number, what it is; of a list, how many elements it has; 0 of anything else.
    pub(super) value: i64,
    /// How many elements the list has that it lies in; none outside of lists.
    pub(super) among: usize,
}

/// Looks a structure through and hands its fields on, each before what lies in it. Gives how many bytes it has; none where it ends too
/// early, claims what is not there, has a field twice, or `each` says that a field cannot be.
pub(super) fn walk(bytes: &[u8], each: &mut dyn FnMut(&Field<'_>) -> bool) -> Option<usize> {
    let mut walker = Walker { bytes, at: 0, depth: 0, path: Vec::new(), each };
    walker.structure(0)?;
    Some(walker.at)
}

struct Walker<'a, 'e> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    path: Vec<i16>,
    each: &'e mut dyn FnMut(&Field<'_>) -> bool,
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

    /// A whole number that has room in what it says it is: its reader would cut it off and read another one.
    fn number(&mut self, kind: Kind) -> Option<i64> {
        let value = self.signed()?;
        let has_room = match kind {
            Kind::Short => i16::try_from(value).is_ok(),
            Kind::Whole => i32::try_from(value).is_ok(),
            _ => true,
        };
        has_room.then_some(value)
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
        let mut seen: Vec<i16> = Vec::new();
        loop {
            let head = self.byte()?;
            if head == 0 {
                break;
            }
            last = match i16::from(head >> 4) {
                0 => i16::try_from(self.signed()?).ok()?,
                step => last.checked_add(step)?,
            };
            if seen.contains(&last) || seen.len() >= MOST_FIELDS {
                return None;
            }
            seen.push(last);
            self.path.push(last);
            self.field(Kind::of(head & 0x0f)?, among)?;
            self.path.pop();
        }
        self.depth -= 1;
        Some(())
    }

    fn field(&mut self, kind: Kind, among: usize) -> Option<()> {
        match kind {
            Kind::Short | Kind::Whole | Kind::Long => {
                let value = self.number(kind)?;
                self.tell(kind, value, among)
            }
            Kind::List | Kind::Set => {
                let (element, size) = self.list()?;
                self.tell(kind, i64::try_from(size).ok()?, among)?;
                self.elements(element, size)
            }
            // A truth value of a field is its kind.
            Kind::Truth => self.tell(kind, 0, among),
            Kind::Byte | Kind::Double | Kind::Bytes | Kind::Structure => {
                self.tell(kind, 0, among)?;
                self.value(kind, among)
            }
        }
    }

    fn tell(&mut self, kind: Kind, value: i64, among: usize) -> Option<()> {
        (self.each)(&Field { path: &self.path, kind, value, among }).then_some(())
    }

    fn value(&mut self, kind: Kind, among: usize) -> Option<()> {
        match kind {
            Kind::Byte => self.byte().map(drop),
            Kind::Short | Kind::Whole | Kind::Long => self.number(kind).map(drop),
            Kind::Double => self.skip(8),
            Kind::Bytes => {
                let length = self.unsigned()?;
                self.skip(length)
            }
            Kind::List | Kind::Set => {
                let (element, size) = self.list()?;
                self.elements(element, size)
            }
            Kind::Structure => self.structure(among),
            // Who passes over a list of truth values passes over none of their bytes: they would be read as what comes behind it.
            Kind::Truth => None,
        }
    }

    /// What a list begins with: what its elements are, and how many there are.
    fn list(&mut self) -> Option<(u8, usize)> {
        let head = self.byte()?;
        let size = match head >> 4 {
            15 => usize::try_from(self.unsigned()?).ok()?,
            size => usize::from(size),
        };
        // The smallest element has one byte.
        (size <= self.bytes.len() - self.at).then_some((head & 0x0f, size))
    }

    fn elements(&mut self, element: u8, size: usize) -> Option<()> {
        self.deeper()?;
        for _ in 0..size {
            self.value(Kind::of(element)?, size)?;
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

    /// A field's path, what it says it is, its number, and among how many elements it lies.
    type Lies = (Vec<i16>, Kind, i64, usize);

    /// The fields of a structure with where they lie.
    fn fields(bytes: &[u8]) -> Option<(usize, Vec<Lies>)> {
        let mut found = Vec::new();
        let length = walk(bytes, &mut |field| {
            found.push((field.path.to_vec(), field.kind, field.value, field.among));
            true
        })?;
        Some((length, found))
    }

    #[test]
    fn fields_are_found_where_they_lie() {
        // 1: 2, 2: [{5: 1}, {5: 300}], 3: "ab", 4: true, then what is behind the structure.
        let bytes = [0x15, 4, 0x19, 0x2c, 0x55, 2, 0, 0x55, 0xd8, 4, 0, 0x18, 2, b'a', b'b', 0x11, 0, 9, 9];
        let (length, found) = fields(&bytes).unwrap();
        assert_eq!(length, bytes.len() - 2);
        let expected = [
            (vec![1], Kind::Whole, 2, 0),
            (vec![2], Kind::List, 2, 0),
            (vec![2, 5], Kind::Whole, 1, 2),
            (vec![2, 5], Kind::Whole, 300, 2),
            (vec![3], Kind::Bytes, 0, 0),
            (vec![4], Kind::Truth, 0, 0),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_claimed_and_not_there_is_no_structure() {
        assert_eq!(walk(&[0x18, 0xff, 0xff, 0x7f, 0], &mut |_| true), None, "a text");
        assert_eq!(walk(&[0x19, 0xfc, 0xff, 0xff, 0x7f, 0], &mut |_| true), None, "a list");
        assert_eq!(walk(&[0x15, 4], &mut |_| true), None, "no end");
        assert_eq!(walk(&[0x15, 4, 0], &mut |_| false), None, "a number that cannot be");
        assert_eq!(walk(&[0x1c; 4000], &mut |_| true), None, "without a floor");
        assert_eq!(walk(&[0x19; 4000], &mut |_| true), None, "lists in lists");
        assert_eq!(walk(&[0x15, 4, 0x05, 2, 6, 0], &mut |_| true), None, "a field twice");
        assert_eq!(walk(&[0x19, 0x22, 1, 1, 0], &mut |_| true), None, "a list of truth values");
        assert_eq!(walk(&[0x1b, 0, 0], &mut |_| true), None, "a map");
        assert_eq!(walk(&[0x11; 100], &mut |_| true), None, "more fields than any has");
        // 2 to the power of 32, which is 0 in 32 bits.
        let wide = [0x80, 0x80, 0x80, 0x80, 0x20, 0];
        let of = |head: u8| [&[head][..], &wide[..]].concat();
        assert!(walk(&of(0x16), &mut |_| true).is_some());
        assert_eq!(walk(&of(0x15), &mut |_| true), None, "more than 32 bits");
        assert_eq!(walk(&of(0x14), &mut |_| true), None, "more than 16 bits");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fall(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Some((length, _)) = fields(&bytes) {
                prop_assert!(length <= bytes.len());
            }
        }
    }
}
