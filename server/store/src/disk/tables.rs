//! Reads every block of every table and every value kept beside them, and compares the checksums. The engine compares those of
//! the blocks it happens to read, but not those of its filters (a bit turned over there says «not there») nor of long values.

use super::bytes::Bytes;
use super::manifest::{Manifest, table_file};
use super::place::Place;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Bytes at the end of a table.
const FOOTER: usize = 50;
const MAGIC: [u8; 8] = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
/// Kind of compression and checksum after a block.
const TRAILER: u64 = 5;
const MASK: u32 = 0xa282_ead8;
/// Bytes of what stands for a value that lies elsewhere: two of its own, and the pointer.
const POINTER: usize = 27;

/// Compares everything and gives what is wrong. A file that another one replaced meanwhile is passed over.
pub(crate) fn check(place: &Place) -> io::Result<Vec<String>> {
    let mut wrong = Vec::new();
    let manifest = match Manifest::read(&place.store) {
        Ok(manifest) => manifest,
        Err(why) => return Ok(vec![why]),
    };
    let mut values = Values { directory: place.store.join("vlog"), files: BTreeMap::new() };
    for table in manifest.tables {
        let path = table_file(&place.store, table);
        if let Err(why) = table_reads(&path, &mut values) {
            let still_used = Manifest::read(&place.store).is_ok_and(|now| now.tables.contains(&table));
            if still_used {
                wrong.push(why);
            }
        }
    }
    Ok(wrong)
}

fn table_reads(path: &Path, values: &mut Values) -> Result<(), String> {
    let at = |offset: u64, why: &str| format!("数据文件损坏：{}，第 {offset} 字节起：{why}", path.display());
    let file = File::open(path).map_err(|error| at(0, &error.to_string()))?;
    let length = file.metadata().map_err(|error| at(0, &error.to_string()))?.len();
    let block = |handle: Handle| {
        let whole = handle.offset.checked_add(handle.size).and_then(|end| end.checked_add(TRAILER));
        if whole.is_none_or(|end| end > length) {
            return Err(at(handle.offset, "超出文件"));
        }
        let size = usize::try_from(handle.size + TRAILER).map_err(|_| at(handle.offset, "超出内存"))?;
        let mut bytes = vec![0; size];
        file.read_exact_at(&mut bytes, handle.offset)
            .map_err(|error| at(handle.offset, &error.to_string()))?;
        let sum = bytes.split_off(size - 4);
        let sum = u32::from_le_bytes([sum[0], sum[1], sum[2], sum[3]]).wrapping_sub(MASK).rotate_left(15);
        if crc32fast::hash(&bytes) != sum {
            return Err(at(handle.offset, "校验和不符"));
        }
        match bytes.pop() {
            Some(0) => Ok(bytes),
            _ => Err(at(handle.offset, "压缩方式不明")),
        }
    };
    let footer_at = length.checked_sub(FOOTER as u64).ok_or_else(|| at(0, "文件过短"))?;
    let mut footer = [0; FOOTER];
    file.read_exact_at(&mut footer, footer_at).map_err(|error| at(footer_at, &error.to_string()))?;
    let broken = || at(footer_at, "文件尾不合格式");
    if footer[FOOTER - 8..] != MAGIC {
        return Err(broken());
    }
    let (meta, used) = Handle::decode(&footer[2..]).ok_or_else(broken)?;
    let (top, _) = Handle::decode(&footer[2 + used..]).ok_or_else(broken)?;
    let unreadable = |handle: Handle| at(handle.offset, "索引不合格式");
    for (key, value) in entries(&block(meta)?).ok_or_else(|| unreadable(meta))? {
        if key.starts_with(b"filter.") {
            block(Handle::decode(&value).ok_or_else(|| unreadable(meta))?.0)?;
        }
    }
    for (_, partition) in entries(&block(top)?).ok_or_else(|| unreadable(top))? {
        let (partition, _) = Handle::decode(&partition).ok_or_else(|| unreadable(top))?;
        for (_, data) in entries(&block(partition)?).ok_or_else(|| unreadable(partition))? {
            let (data, _) = Handle::decode(&data).ok_or_else(|| unreadable(partition))?;
            for (_, value) in entries(&block(data)?).ok_or_else(|| unreadable(data))? {
                if value.len() == POINTER && value[0] & 1 == 1 {
                    values.holds(&value[2..])?;
                }
            }
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Handle {
    offset: u64,
    size: u64,
}

impl Handle {
    fn decode(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut rest = Bytes(bytes);
        let handle = Self { offset: rest.number()?, size: rest.number()? };
        Some((handle, bytes.len() - rest.0.len()))
    }
}

/// The entries of a block: keys share their beginning with the one before.
fn entries(block: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let (body, count) = block.split_at_checked(block.len().checked_sub(4)?)?;
    let restarts = usize::try_from(u32::from_le_bytes(count.try_into().ok()?)).ok()?;
    let mut rest = Bytes(body.get(..body.len().checked_sub(restarts.checked_mul(4)?)?)?);
    let mut found = Vec::new();
    let mut key: Vec<u8> = Vec::new();
    while !rest.0.is_empty() {
        let shared = usize::try_from(rest.number()?).ok()?;
        let own = usize::try_from(rest.number()?).ok()?;
        let length = usize::try_from(rest.number()?).ok()?;
        if shared > key.len() {
            return None;
        }
        key.truncate(shared);
        key.extend_from_slice(rest.take(own)?);
        found.push((key.clone(), rest.take(length)?.to_vec()));
    }
    Some(found)
}

/// The files of long values.
struct Values {
    directory: PathBuf,
    files: BTreeMap<u32, File>,
}

impl Values {
    fn holds(&mut self, pointer: &[u8]) -> Result<(), String> {
        let number = |at: usize, n: usize| {
            pointer[at..at + n].iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte))
        };
        let (id, offset) = (u32::try_from(number(1, 4)).unwrap_or_default(), number(5, 8));
        let (key, value) = (number(13, 4), number(17, 4));
        let path = self.directory.join(format!("{id:020}.vlog"));
        let wrong = |why: &str| format!("数据文件损坏：{}，第 {offset} 字节起：{why}", path.display());
        let file = match self.files.entry(id) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(File::open(&path).map_err(|error| wrong(&error.to_string()))?)
            }
        };
        let size = usize::try_from(8 + key + value + 4).map_err(|_| wrong("超出内存"))?;
        if file.metadata().map_err(|error| wrong(&error.to_string()))?.len()
            < offset.saturating_add(size as u64)
        {
            return Err(wrong("超出文件"));
        }
        let mut bytes = vec![0; size];
        file.read_exact_at(&mut bytes, offset).map_err(|error| wrong(&error.to_string()))?;
        let lengths = [key.to_be_bytes()[4..].to_vec(), value.to_be_bytes()[4..].to_vec()].concat();
        let sum = u32::try_from(number(21, 4)).unwrap_or_default();
        if bytes[..8] != lengths
            || bytes[size - 4..] != sum.to_be_bytes()
            || crc32fast::hash(&bytes[8..size - 4]) != sum
        {
            return Err(wrong("校验和不符"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Entropy};
    use crate::disk::Allow;
    use crate::engine::{Memory, default_cache};
    use crate::open::Store;
    use crate::testing::CONTENTS;
    use crate::unit_of_work::UnitOfWork;
    use std::fs;

    /// A store that was closed in order: everything lies in tables, long values beside them.
    async fn closed() -> (tempfile::TempDir, Place) {
        let dir = tempfile::tempdir().unwrap();
        let address = format!("surrealkv://{}", dir.path().join("store").display());
        let (memory, allow) = (Memory::keeping(default_cache()), Allow::default());
        let store = Store::open(&address, CONTENTS, memory, &allow, Clock::system(), Entropy::system())
            .await
            .unwrap();
        for n in 0..6 {
            let long = serde_json::json!({ "at": "1", "kind": "test", "detail": "长".repeat(3_000 + n) });
            let (key, long) = (&n.to_string(), &long);
            let put = || -> futures::future::BoxFuture<'_, _> {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.put("store_log", key, long);
                    Ok((work, ()))
                })
            };
            store.transact("test", put).await.unwrap();
        }
        drop(store);
        let place = Place::of(&address).unwrap();
        drop(crate::files::lock(&place).await.unwrap());
        (dir, place)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_bit_turned_over_in_a_table_a_filter_or_a_long_value_is_found() {
        let (_dir, place) = closed().await;
        assert_eq!(check(&place).unwrap(), Vec::<String>::new());
        let files =
            |part: &str| fs::read_dir(place.store.join(part)).unwrap().map(|entry| entry.unwrap().path());
        let mut looked = 0;
        for (path, before, after) in
            files("sstables").map(|path| (path, 0, FOOTER)).chain(files("vlog").map(|path| (path, 31, 0)))
        {
            let bytes = fs::read(&path).unwrap();
            for n in 0..40 {
                let at = before + (bytes.len() - before - after) * n / 40;
                let mut other = bytes.clone();
                other[at] ^= 1 << (n % 8);
                fs::write(&path, &other).unwrap();
                let wrong = check(&place).unwrap();
                assert!(
                    wrong.iter().any(|words| words.contains(path.to_str().unwrap())),
                    "{} at {at}: {wrong:?}",
                    path.display()
                );
                looked += 1;
            }
            fs::write(&path, &bytes).unwrap();
        }
        assert!(looked >= 80, "tables and long values were there");
        let list = place.store.join("manifest").join(format!("{:020}.manifest", 0));
        let bytes = fs::read(&list).unwrap();
        fs::remove_file(files("sstables").next().unwrap()).unwrap();
        assert!(check(&place).unwrap()[0].contains("数据文件不在"));
        fs::write(&list, &bytes[..bytes.len() - 1]).unwrap();
        assert!(check(&place).unwrap()[0].contains("清单损坏"));
    }
}
