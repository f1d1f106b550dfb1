//! The folder with files of archives beside a take-over: what lies in it by its names, and one file of it read to its end.

use super::model::FolderLine;
use crate::error::Result;
use domain::archive::photo::is_photo;
use domain::take_over::Paper;
use rustix::fs::{MemfdFlags, Mode, OFlags};
use rustix::io::Errno;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A file of the folder.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) paper: Paper,
    /// Of its bytes, hex.
    pub(super) sha256: String,
}

impl Found {
    pub(super) fn is_photo(&self) -> bool {
        let format = self.name.rsplit_once('.').map_or("", |(_, format)| format);
        is_photo(self.paper.category, &self.paper.title, &format.to_ascii_lowercase())
    }

    /// By what the row of its child knows that it was filed.
    pub(super) fn mark(&self) -> String {
        hex(&Sha256::digest(format!("{} {}", self.sha256, self.paper.title)))
    }
}

/// What lies in a folder.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    pub(super) found: Vec<Found>,
    pub(super) told: Vec<(String, String)>,
}

impl Folder {
    /// The names of the files that are to be filed, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.found.iter().map(|one| one.name.as_str())
    }

    /// What of it is none of an archive's, each with the reason.
    pub fn told(&self) -> &[(String, String)] {
        &self.told
    }

    /// How many they are, and one digest over all of them.
    pub(super) fn line(&self) -> FolderLine {
        let mut digest = Sha256::new();
        for one in &self.found {
            digest.update(format!("{}  {}\n", one.sha256, one.name));
        }
        FolderLine { files: self.found.len() as u64, sha256: hex(&digest.finalize()) }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes of the longest file.
pub(super) fn most() -> u64 {
    u64::try_from(crate::blob::Limits::default().bytes).unwrap_or(u64::MAX)
}

/// The files of a folder by their names, in order, and what of it is none of an archive's.
pub(super) fn read_folder(folder: &Path) -> Result<Folder> {
    let mut read = Folder::default();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A line of the list is one file.
        let paper = if name.chars().any(char::is_control) {
            Err("文件名里有控制字符。".to_owned())
        } else {
            Paper::named(&name)
        };
        match paper {
            Ok(paper) => match read_whole(&path, most())? {
                Ok(bytes) => {
                    let sha256 = hex(&Sha256::digest(&bytes));
                    read.found.push(Found { path, name, paper, sha256 });
                }
                Err(why) => read.told.push((name, why)),
            },
            Err(why) => read.told.push((name, why)),
        }
    }
    read.found.sort_by(|one, other| one.name.cmp(&other.name));
    read.told.sort();
    Ok(read)
}

/// Reads a file to its end, or says why it is none to be read. It is opened once, and what is open is looked at: a link that is put in its
/// place is not followed, a pipe is not waited for, and what grows is not read on.
pub(super) fn read_whole(path: &Path, most: u64) -> Result<std::result::Result<Vec<u8>, String>> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let no_file = || Ok(Err("不是文件；附件请直接放在这个文件夹里。".to_owned()));
    let file = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(opened) => File::from(opened),
        // A link, or a socket.
        Err(Errno::LOOP | Errno::NXIO) => return no_file(),
        Err(error) => return Err(std::io::Error::from(error).into()),
    };
    if !file.metadata()?.is_file() {
        return no_file();
    }
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Ok(Err(format!("大于 {} MB。", most >> 20)));
    }
    Ok(Ok(bytes))
}

/// A file that lies in memory alone, for what was sent: what pupils' rows say is nowhere on a disk before it is sealed.
pub(super) fn in_memory(bytes: &[u8]) -> Result<File> {
    let held = rustix::fs::memfd_create("take-over", MemfdFlags::CLOEXEC).map_err(std::io::Error::from)?;
    let mut file = File::from(held);
    file.write_all(bytes)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn what_is_read_is_a_file_of_the_folder_and_not_longer_than_that() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("one.png"), b"0123456789").unwrap();
        assert_eq!(read_whole(&at("one.png"), 10).unwrap().unwrap(), b"0123456789");
        assert!(read_whole(&at("one.png"), 9).unwrap().unwrap_err().contains("大于"));
        symlink(at("one.png"), at("link.png")).unwrap();
        symlink(at("nowhere"), at("dangling.png")).unwrap();
        std::fs::create_dir(at("folder.png")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("socket.png")).unwrap();
        for other in ["link.png", "dangling.png", "folder.png", "socket.png"] {
            assert!(read_whole(&at(other), 10).unwrap().unwrap_err().contains("不是文件"), "{other}");
        }
        assert!(read_whole(&at("gone.png"), 10).is_err());
    }

    #[test]
    fn the_list_is_one_of_names_and_contents() {
        let dir = tempfile::tempdir().unwrap();
        let number = "G11010519491231002X";
        let put = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
        put(&format!("{number}.png"), b"one");
        put(&format!("{number}_户口簿.png"), b"two");
        put("张三.png", b"three");
        let line = || read_folder(dir.path()).unwrap().line();
        let first = line();
        assert_eq!((first.files, first.sha256.len()), (2, 64));
        assert_eq!(read_folder(dir.path()).unwrap().told().len(), 1);
        put("李四.png", b"not of the list");
        assert_eq!(line(), first);
        put(&format!("{number}_户口簿.png"), b"another");
        assert_ne!(line(), first);
        put(&format!("{number}_户口簿.png"), b"two");
        assert_eq!(line(), first);
        std::fs::rename(
            dir.path().join(format!("{number}_户口簿.png")),
            dir.path().join(format!("{number}_出生证.png")),
        )
        .unwrap();
        assert_ne!(line(), first);
    }
}
