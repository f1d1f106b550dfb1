//! Reads the engine's log (write-ahead log, 提交日志) as it lies on disk, one block at a time, and says where it stops being
//! readable and why. It follows the format of surrealkv 0.21: blocks of 32 KiB; a piece is checksum (4 bytes), length (2), kind
//! (1) and content; a record is one piece or a chain of first, middle and last.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes of a block.
pub(super) const BLOCK: usize = 32 * 1024;
/// Bytes before the content of a piece.
pub(super) const HEADER: usize = 7;

const FULL: u8 = 1;
const FIRST: u8 = 2;
const MIDDLE: u8 = 3;
const LAST: u8 = 4;
const COMPRESSION: u8 = 9;

/// How a segment ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// With a whole record.
    Whole,
    /// With a record that was not written to its end; nothing readable comes after it. What a crash leaves.
    Torn {
        /// Where that record begins.
        at: u64,
    },
    /// With something that was written and is no longer what was written.
    Damaged {
        /// Where the record that does not read begins.
        at: u64,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// A whole record.
pub(super) struct Record<'a> {
    /// Where it begins.
    pub(super) from: u64,
    /// What the engine wrote.
    pub(super) content: &'a [u8],
}

/// Reads a segment and shows every whole record. Holds one block and one record in memory.
pub(super) fn read(path: &Path, mut each: impl FnMut(Record<'_>)) -> io::Result<End> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut block = Vec::with_capacity(BLOCK);
    let mut record = Vec::new();
    let mut from = None;
    let mut base = 0_u64;
    while base < length {
        block.clear();
        (&mut file).take(BLOCK as u64).read_to_end(&mut block)?;
        let mut at = 0;
        while block.len() - at >= HEADER {
            let place = base + at as u64;
            let begins = from.unwrap_or(place);
            match piece(&block[at..], BLOCK - at) {
                Piece::Whole { kind: COMPRESSION, size } => at += size,
                Piece::Whole { kind, size } => {
                    let content = &block[at + HEADER..at + size];
                    if from.is_none() != matches!(kind, FULL | FIRST) {
                        // Nothing cut this short: what should have come before or after it is gone.
                        return Ok(End::Damaged { at: begins, why: "记录的前后部分不相连" });
                    }
                    record.extend_from_slice(content);
                    from = Some(begins);
                    at += size;
                    if matches!(kind, FULL | LAST) {
                        each(Record { from: begins, content: &record });
                        record.clear();
                        from = None;
                    }
                }
                Piece::Cut if !readable_after(&mut file, place + 1)? => return Ok(End::Torn { at: begins }),
                Piece::Cut => {
                    return Ok(End::Damaged { at: begins, why: "记录不完整，其后仍有记录" });
                }
                Piece::Empty if !anything_after(&mut file, place)? => return Ok(End::Torn { at: begins }),
                Piece::Empty => {
                    return Ok(End::Damaged { at: begins, why: "应有记录的位置是空的" });
                }
                Piece::Wrong(why) => return Ok(End::Damaged { at: begins, why }),
            }
        }
        let left = &block[at..];
        if block.len() < BLOCK && !left.is_empty() {
            return Ok(End::Torn { at: from.unwrap_or(base + at as u64) });
        }
        if left.iter().any(|byte| *byte != 0) {
            return Ok(End::Damaged { at: from.unwrap_or(base + at as u64), why: "块尾填充不是零" });
        }
        base += BLOCK as u64;
    }
    Ok(from.map_or(End::Whole, |at| End::Torn { at }))
}

enum Piece {
    Whole {
        kind: u8,
        size: usize,
    },
    /// It reaches beyond the end of the file.
    Cut,
    /// Zeros where a header should be.
    Empty,
    Wrong(&'static str),
}

/// The piece at the beginning of `bytes`, in a block with `room` left.
fn piece(bytes: &[u8], room: usize) -> Piece {
    let (sum, length, kind) = header(bytes);
    if kind == 0 && sum == 0 && length == 0 {
        return Piece::Empty;
    }
    let size = HEADER + length;
    let known = matches!(kind, FULL..=LAST | COMPRESSION);
    if known && size <= bytes.len() {
        let right = checksum(kind, &bytes[HEADER..size]) == sum;
        return if right { Piece::Whole { kind, size } } else { Piece::Wrong("校验和不符") };
    }
    // A header that was changed afterwards can look like a record cut short; then its checksum still fits what lies there.
    let content = &bytes[HEADER..];
    if (FULL..=LAST).any(|kind| checksum(kind, content) == sum) {
        return Piece::Wrong("记录头被改动");
    }
    if known && size <= room { Piece::Cut } else { Piece::Wrong("记录头不合格式") }
}

fn header(bytes: &[u8]) -> (u32, usize, u8) {
    let sum = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    (sum, usize::from(u16::from_be_bytes([bytes[4], bytes[5]])), bytes[6])
}

fn checksum(kind: u8, content: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&[kind]);
    sum.update(content);
    sum.finalize()
}

/// Whether a piece that holds begins anywhere from `from` on. Leaves the file where it was.
fn readable_after(file: &mut File, from: u64) -> io::Result<bool> {
    let was = file.stream_position()?;
    let mut base = from - from % BLOCK as u64;
    file.seek(SeekFrom::Start(base))?;
    let mut block = Vec::with_capacity(BLOCK);
    let mut found = false;
    while !found {
        block.clear();
        if (&mut *file).take(BLOCK as u64).read_to_end(&mut block)? == 0 {
            break;
        }
        let start = usize::try_from(from.saturating_sub(base)).unwrap_or(BLOCK);
        found = (start..block.len().saturating_sub(HEADER)).any(|at| {
            let (_, length, _) = header(&block[at..]);
            length > 0 && matches!(piece(&block[at..], BLOCK - at), Piece::Whole { .. })
        });
        base += BLOCK as u64;
    }
    file.seek(SeekFrom::Start(was))?;
    Ok(found)
}

/// Whether there is anything but zeros from `from` on. Leaves the file where it was.
fn anything_after(file: &mut File, from: u64) -> io::Result<bool> {
    let was = file.stream_position()?;
    file.seek(SeekFrom::Start(from))?;
    let mut block = Vec::with_capacity(BLOCK);
    let mut found = false;
    loop {
        block.clear();
        if found || (&mut *file).take(BLOCK as u64).read_to_end(&mut block)? == 0 {
            break;
        }
        found = block.iter().any(|byte| *byte != 0);
    }
    file.seek(SeekFrom::Start(was))?;
    Ok(found)
}

/// Writes into `to` what `from` holds before the byte `end`, without the records that begin at one of `without`; synchronised.
pub(super) fn copy(from: &Path, to: &mut File, end: u64, without: &[u64]) -> io::Result<()> {
    let plain = without.iter().copied().min().unwrap_or(end).min(end);
    io::copy(&mut File::open(from)?.take(plain), to)?;
    if plain < end {
        let mut offset = usize::try_from(plain % BLOCK as u64).unwrap_or_default();
        let mut failed = Ok(());
        read(from, |record| {
            let wanted = record.from > plain && record.from < end && !without.contains(&record.from);
            if wanted && failed.is_ok() {
                failed = append(to, &mut offset, record.content);
            }
        })?;
        failed?;
    }
    to.sync_all()
}

/// Writes a record the way the engine does.
fn append(to: &mut File, offset: &mut usize, mut content: &[u8]) -> io::Result<()> {
    let mut first = true;
    while first || !content.is_empty() {
        if BLOCK - *offset < HEADER {
            to.write_all(&[0; HEADER][..BLOCK - *offset])?;
            *offset = 0;
        }
        let (now, later) = content.split_at(content.len().min(BLOCK - *offset - HEADER));
        let kind = match (first, later.is_empty()) {
            (true, true) => FULL,
            (true, false) => FIRST,
            (false, true) => LAST,
            (false, false) => MIDDLE,
        };
        to.write_all(&checksum(kind, now).to_be_bytes())?;
        to.write_all(&u16::try_from(now.len()).expect("below a block").to_be_bytes())?;
        to.write_all(&[kind])?;
        to.write_all(now)?;
        *offset += HEADER + now.len();
        (content, first) = (later, false);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A segment of records of these sizes, and where each begins.
    fn segment(sizes: &[usize]) -> (tempfile::NamedTempFile, Vec<u64>) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut offset = 0;
        for (n, size) in sizes.iter().enumerate() {
            let content: Vec<u8> =
                (0..*size).map(|i| u8::try_from((i * 7 + n * 13) % 251).unwrap()).collect();
            append(file.as_file_mut(), &mut offset, &content).unwrap();
        }
        let mut begins = Vec::new();
        assert_eq!(read(file.path(), |record| begins.push(record.from)).unwrap(), End::Whole);
        (file, begins)
    }

    const SIZES: &[usize] = &[50, 300, 70_000, 1, 32_000, 900, 40_000, 20];

    #[test]
    fn a_tail_cut_anywhere_is_a_torn_tail_and_never_damage() {
        let (file, begins) = segment(SIZES);
        let bytes = std::fs::read(file.path()).unwrap();
        for cut in (0..bytes.len()).step_by(1_601).chain([1, 6, 7, 8, BLOCK, BLOCK + 3]) {
            std::fs::write(file.path(), &bytes[..cut]).unwrap();
            let mut kept = 0;
            let end = read(file.path(), |_| kept += 1).unwrap();
            assert!(!matches!(end, End::Damaged { .. }), "cut at {cut}: {end:?}");
            // A record is whole when the next one has begun, or all but the filling before it is there.
            let whole = begins.iter().skip(1).filter(|from| **from <= cut as u64).count();
            let filling = begins.get(whole + 1).is_some_and(|next| next - (cut as u64) < HEADER as u64);
            assert!(kept == whole || (filling && kept == whole + 1), "cut at {cut}: {kept} of {whole}");
            if let End::Torn { at } = end {
                assert!(at <= cut as u64 && (at >= begins[whole]), "cut at {cut}: torn at {at}");
            }
        }
    }

    #[test]
    fn a_bit_that_turned_over_is_never_taken_for_a_torn_tail() {
        let (file, _) = segment(SIZES);
        let bytes = std::fs::read(file.path()).unwrap();
        let headers = [0, 1, 4, 5, 6, 57, 61, 62, 63];
        let ends = (bytes.len() - 27)..bytes.len();
        for at in (0..bytes.len()).step_by(1_013).chain(headers).chain(ends) {
            for bit in [0, 3, 7] {
                let mut other = bytes.clone();
                other[at] ^= 1 << bit;
                std::fs::write(file.path(), &other).unwrap();
                let end = read(file.path(), |_| {}).unwrap();
                assert!(matches!(end, End::Damaged { .. }), "bit {bit} of byte {at}: {end:?}");
            }
        }
    }

    #[test]
    fn zeros_after_the_last_record_are_a_torn_tail() {
        let (file, _) = segment(&[100]);
        let mut bytes = std::fs::read(file.path()).unwrap();
        let whole = bytes.len() as u64;
        bytes.resize(BLOCK * 2, 0);
        std::fs::write(file.path(), &bytes).unwrap();
        assert_eq!(read(file.path(), |_| {}).unwrap(), End::Torn { at: whole });
    }

    #[test]
    fn a_record_can_be_left_out_and_the_others_still_read() {
        let (file, begins) = segment(SIZES);
        let mut before = Vec::new();
        read(file.path(), |record| before.push(record.content.to_vec())).unwrap();
        let mut to = tempfile::NamedTempFile::new().unwrap();
        copy(file.path(), to.as_file_mut(), u64::MAX, &[begins[2], begins[5]]).unwrap();
        let mut after = Vec::new();
        assert_eq!(read(to.path(), |record| after.push(record.content.to_vec())).unwrap(), End::Whole);
        before.remove(5);
        before.remove(2);
        assert_eq!(after, before);
    }
}
