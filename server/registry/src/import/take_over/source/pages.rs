//! The pages of a column on their way to the reader of Parquet: counted with what becomes of them before room is made for it.

use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use parquet::errors::{ParquetError, Result as Outcome};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Pages that are held at once, with what dictionaries among them become.
pub(super) const MOST_HELD: u64 = 256 << 20;
/// What the values of one dictionary may take once they are read: a million of texts.
const MOST_DICTIONARY: u64 = 32 << 20;

/// The pages of a column, one after the other; what the reader would make room for is what a page holds.
pub(super) struct Pages {
    inner: Box<dyn PageReader>,
    /// Bytes of the pages of all columns that are held now.
    held: Arc<AtomicU64>,
    /// What a value of the column takes once it is read.
    value: u64,
    dictionary: u64,
    page: u64,
}

impl Pages {
    /// The pages of a column of this kind; `held` counts those of all of them.
    pub(super) fn new(inner: Box<dyn PageReader>, kind: Type, held: &Arc<AtomicU64>) -> Self {
        Self { inner, held: Arc::clone(held), value: size_of_value(kind), dictionary: 0, page: 0 }
    }

    fn look_at(&mut self, page: &Page) -> Outcome<()> {
        let bytes = page.buffer().len() as u64;
        let mut takes = bytes;
        let known = match page {
            // Each value of a dictionary takes a byte at least, and is made room for before it is read: a text many times as much as its
            // bytes are.
            Page::DictionaryPage { num_values, encoding, .. } => {
                let values = u64::from(*num_values).saturating_mul(self.value);
                if values > MOST_DICTIONARY {
                    return Err(ParquetError::NYI("a dictionary that is too large".into()));
                }
                takes += values;
                u64::from(*num_values) <= bytes
                    && matches!(encoding, Encoding::PLAIN | Encoding::PLAIN_DICTIONARY)
            }
            Page::DataPage { encoding, .. } | Page::DataPageV2 { encoding, .. } => {
                if !is_read(*encoding) {
                    return Err(ParquetError::NYI(format!("{encoding:?}")));
                }
                true
            }
        };
        if !known {
            return Err(ParquetError::General("a dictionary with more values than bytes".into()));
        }
        let before = if page.is_dictionary_page() { &mut self.dictionary } else { &mut self.page };
        self.held.fetch_sub(*before, Ordering::Relaxed);
        *before = takes;
        if self.held.fetch_add(takes, Ordering::Relaxed) + takes > MOST_HELD {
            return Err(ParquetError::General("pages are too large".into()));
        }
        Ok(())
    }
}

/// What the reader holds of each value of a dictionary beside the page it stands in.
fn size_of_value(kind: Type) -> u64 {
    let size = match kind {
        Type::BOOLEAN => size_of::<bool>(),
        Type::INT32 | Type::FLOAT => size_of::<i32>(),
        Type::INT64 | Type::DOUBLE => size_of::<i64>(),
        Type::INT96 => size_of::<Int96>(),
        Type::BYTE_ARRAY => size_of::<ByteArray>(),
        Type::FIXED_LEN_BYTE_ARRAY => size_of::<FixedLenByteArray>(),
    };
    size as u64
}

/// The ways of writing values of which the reader makes no more room than they take: all that programs use that are not told otherwise.
fn is_read(encoding: Encoding) -> bool {
    matches!(
        encoding,
        Encoding::PLAIN
            | Encoding::PLAIN_DICTIONARY
            | Encoding::RLE
            | Encoding::RLE_DICTIONARY
            | Encoding::DELTA_BINARY_PACKED
    )
}

impl Iterator for Pages {
    type Item = Outcome<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Outcome<Option<Page>> {
        let page = self.inner.get_next_page()?;
        if let Some(page) = &page {
            self.look_at(page)?;
        }
        Ok(page)
    }

    // Rows are read from the first to the last: nothing looks ahead and nothing is passed over.
    fn peek_next_page(&mut self) -> Outcome<Option<PageMetadata>> {
        Err(ParquetError::General("nothing looks ahead".into()))
    }

    fn skip_next_page(&mut self) -> Outcome<()> {
        Err(ParquetError::General("nothing is passed over".into()))
    }

    fn at_record_boundary(&mut self) -> Outcome<bool> {
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column without a page of its own.
    struct Empty;

    impl Iterator for Empty {
        type Item = Outcome<Page>;

        fn next(&mut self) -> Option<Self::Item> {
            None
        }
    }

    impl PageReader for Empty {
        fn get_next_page(&mut self) -> Outcome<Option<Page>> {
            Ok(None)
        }

        fn peek_next_page(&mut self) -> Outcome<Option<PageMetadata>> {
            Ok(None)
        }

        fn skip_next_page(&mut self) -> Outcome<()> {
            Ok(())
        }
    }

    fn pages(held: &Arc<AtomicU64>, kind: Type) -> Pages {
        Pages::new(Box::new(Empty), kind, held)
    }

    fn dictionary(values: u32, bytes: usize) -> Page {
        Page::DictionaryPage {
            buf: bytes::Bytes::from(vec![0; bytes]),
            num_values: values,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        }
    }

    #[test]
    fn a_dictionary_counts_with_what_its_values_become() {
        let held = Arc::new(AtomicU64::new(0));
        let mut texts = pages(&held, Type::BYTE_ARRAY);
        let each = size_of::<ByteArray>() as u64;
        assert!(each >= 24 && size_of_value(Type::INT64) == 8);
        texts.look_at(&dictionary(1_000, 4_000)).unwrap();
        assert_eq!(held.load(Ordering::Relaxed), 4_000 + 1_000 * each);
        // Another one in its place.
        texts.look_at(&dictionary(10, 40)).unwrap();
        assert_eq!(held.load(Ordering::Relaxed), 40 + 10 * each);

        // As many texts without a letter as there are bytes: 32 times what the page has.
        let most = u32::try_from(MOST_DICTIONARY / each).unwrap();
        assert!(texts.look_at(&dictionary(most + 1, 8 << 20)).is_err());
        assert!(texts.look_at(&dictionary(11, 10)).is_err(), "more values than bytes");
        let mut numbers = pages(&held, Type::INT64);
        numbers.look_at(&dictionary(most + 1, 16 << 20)).unwrap();
    }

    #[test]
    fn the_dictionaries_of_all_columns_are_held_at_once() {
        let held = Arc::new(AtomicU64::new(0));
        let each = size_of::<ByteArray>() as u64;
        let most = u32::try_from(MOST_DICTIONARY / each).unwrap();
        let bytes = usize::try_from(most).unwrap();
        let columns = MOST_HELD / MOST_DICTIONARY;
        let looked: Vec<bool> = (0..columns)
            .map(|_| pages(&held, Type::BYTE_ARRAY).look_at(&dictionary(most, bytes)).is_ok())
            .collect();
        assert!(looked[0] && looked.contains(&false), "{looked:?}");
    }
}
