//! Damage: valid samples changed as a careless program or somebody with intent would change them. The same seed gives the same damage.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Numbers at which counting goes wrong.
const EDGES: [u64; 10] =
    [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x7fff_ffff_ffff_ffff, u64::MAX];
/// Text where markup, numbers and names go wrong.
const WORDS: [&str; 16] = [
    "",
    "0",
    "-1",
    "99999999999999999999",
    "1e308",
    "NaN",
    "../../etc/passwd",
    "\0",
    "<",
    "&amp;",
    "]]>",
    "\u{202e}",
    "𠮷",
    "=1+1",
    "r=\"XFD1048576\"",
    "null",
];
/// Most bytes of a damaged sample.
const MOST: usize = 4 << 20;

/// A source of damage (SplitMix64).
pub(super) struct Damage(pub u64);

impl Damage {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`; 0 when that is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap()
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A sample with one to eight changes.
    pub(super) fn bytes(&mut self, samples: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.pick(samples).clone();
        for _ in 0..1 << self.below(4) {
            self.change(&mut bytes, samples);
        }
        bytes.truncate(MOST);
        bytes
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length + 1);
        let most = if self.below(4) == 0 { length - from } else { (length - from).min(16) };
        from..from + self.below(most + 1)
    }

    fn change(&mut self, bytes: &mut Vec<u8>, samples: &[Vec<u8>]) {
        let at = self.below(bytes.len());
        let range = self.range(bytes.len());
        match self.below(10) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
            1 if !bytes.is_empty() => bytes[at] = self.next() as u8,
            2 => drop(bytes.drain(range)),
            3 => bytes.truncate(at),
            4 => {
                let again = bytes[range].to_vec().repeat(1 << self.below(7));
                bytes.splice(at..at, again.into_iter().take(MOST));
            }
            5 => {
                let edge = self.pick(&EDGES).to_le_bytes();
                let width = 1 << self.below(4);
                let end = (at + width).min(bytes.len());
                bytes.splice(at..end, edge[..width].iter().copied());
            }
            6 => {
                let edge = self.pick(&EDGES).to_be_bytes();
                let width = 1 << self.below(4);
                let end = (at + width).min(bytes.len());
                bytes.splice(at..end, edge[8 - width..].iter().copied());
            }
            7 => drop(bytes.splice(range, self.pick(&WORDS).bytes())),
            8 => {
                let other = self.pick(samples);
                let piece = other[self.range(other.len())].to_vec();
                bytes.splice(range, piece);
            }
            // A number in text becomes another one.
            _ => {
                let digits = bytes[at.min(bytes.len())..].iter().position(u8::is_ascii_digit).map(|n| n + at);
                if let Some(from) = digits {
                    let length = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    bytes.splice(from..from + length, self.pick(&EDGES).to_string().into_bytes());
                }
            }
        }
    }

    /// A packed sample whose parts are damaged and packed again, so that the damage is met behind the unpacking.
    pub(super) fn packed(&mut self, samples: &[Vec<u8>]) -> Vec<u8> {
        let sample = self.pick(samples);
        let Some(mut parts) = unpack(sample) else { return self.bytes(samples) };
        for _ in 0..1 + self.below(3) {
            let at = self.below(parts.len());
            match self.below(12) {
                0 if parts.len() > 1 => drop(parts.remove(at)),
                1 => parts[at].0 = (*self.pick(&WORDS)).to_owned(),
                2 => {
                    let other = self.below(parts.len());
                    parts[at].1 = parts[other].1.clone();
                }
                3 => parts.push(("xl/more.xml".into(), parts[at].1.clone())),
                _ => {
                    let others: Vec<Vec<u8>> = parts.iter().map(|(_, bytes)| bytes.clone()).collect();
                    let (mut bytes, again) = (parts[at].1.clone(), self.below(3));
                    for _ in 0..=again {
                        self.change(&mut bytes, &others);
                    }
                    bytes.truncate(MOST);
                    parts[at].1 = bytes;
                }
            }
        }
        let method = if self.below(2) == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        pack(&parts, method).unwrap_or_else(|| self.bytes(samples))
    }
}

pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        parts.push((name, bytes));
    }
    Some(parts).filter(|parts| !parts.is_empty())
}

/// Nothing when two parts have one name: the writer refuses that.
fn pack(parts: &[(String, Vec<u8>)], method: CompressionMethod) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).ok()?;
        writer.write_all(bytes).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}
