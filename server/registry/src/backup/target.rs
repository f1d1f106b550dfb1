//! Where backups lie: a folder or an S3 bucket. What is put there is there whole or not at all, and on the disk.

use super::problem::{Outcome, Problem, target as failed};
use futures::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use tokio::io::AsyncWrite;

/// A place for backups.
#[derive(Clone)]
pub(super) struct Target {
    files: Arc<dyn ObjectStore>,
    local: Option<Arc<LocalFileSystem>>,
    prefix: Key,
    /// As it was named.
    pub(super) address: String,
}

/// How large a file is, and its SHA-256.
pub(super) struct Written {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Target {
    /// `s3://bucket/prefix` (keys, region and endpoint from the usual `AWS_…` variables) or a directory, made for its owner only.
    pub(super) fn open(address: &str) -> Outcome<Self> {
        if let Some(place) = address.strip_prefix("s3://") {
            let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
            let files = AmazonS3Builder::from_env().with_bucket_name(bucket).build().map_err(failed)?;
            let prefix = Key::from(prefix);
            return Ok(Self { files: Arc::new(files), local: None, prefix, address: address.to_owned() });
        }
        let directory = Path::new(address);
        if !directory.exists() {
            std::fs::create_dir_all(directory)?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                std::fs::set_permissions(directory, std::fs::Permissions::from_mode(0o700))?;
            }
        }
        let files = Arc::new(
            LocalFileSystem::new_with_prefix(directory).map_err(failed)?.with_automatic_cleanup(true),
        );
        Ok(Self {
            files: files.clone(),
            local: Some(files),
            prefix: Key::default(),
            address: address.to_owned(),
        })
    }

    fn key(&self, path: &str) -> Key {
        self.prefix.parts().chain(path.split('/').map(Into::into)).collect()
    }

    /// Puts a file that must not be there yet.
    pub(super) async fn put_new(&self, path: &str, bytes: Vec<u8>) -> Outcome<()> {
        self.put_with(path, bytes, PutMode::Create).await
    }

    /// Puts a file in the place of what may be there.
    pub(super) async fn put(&self, path: &str, bytes: Vec<u8>) -> Outcome<()> {
        self.put_with(path, bytes, PutMode::Overwrite).await
    }

    async fn put_with(&self, path: &str, bytes: Vec<u8>, mode: PutMode) -> Outcome<()> {
        self.files.put_opts(&self.key(path), PutPayload::from(bytes), mode.into()).await.map_err(failed)?;
        self.to_disk(path).await
    }

    async fn to_disk(&self, path: &str) -> Outcome<()> {
        let Some(local) = &self.local else { return Ok(()) };
        let path = local.path_to_filesystem(&self.key(path)).map_err(failed)?;
        let flushed = tokio::task::spawn_blocking(move || {
            std::fs::File::open(&path)?.sync_all()?;
            path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
        });
        Ok(flushed.await.map_err(std::io::Error::other)??)
    }

    /// A whole file of a size that fits into memory.
    pub(super) async fn get(&self, path: &str) -> Outcome<Vec<u8>> {
        let missing = |error| match failed(error) {
            Problem::Missing(_) => Problem::Missing(path.to_owned()),
            other => other,
        };
        let found = self.files.get(&self.key(path)).await.map_err(missing)?;
        Ok(found.bytes().await.map_err(failed)?.into())
    }

    /// Brings a file of any size to this machine; gives what it turned out to be.
    pub(super) async fn fetch(&self, path: &str, to: &Path) -> Outcome<Written> {
        use std::io::Write;
        let found = self.files.get(&self.key(path)).await.map_err(|error| match failed(error) {
            Problem::Missing(_) => Problem::Missing(path.to_owned()),
            other => other,
        })?;
        let (mut file, mut sum, mut bytes) = (std::fs::File::create(to)?, Sha256::new(), 0);
        let mut chunks = found.into_stream();
        while let Some(chunk) = chunks.try_next().await.map_err(failed)? {
            sum.update(&chunk);
            bytes += chunk.len() as u64;
            file.write_all(&chunk)?;
        }
        Ok(Written { bytes, sha256: hex(&sum.finalize()) })
    }

    /// A file written piece by piece.
    pub(super) fn write(&self, path: &str) -> Upload {
        let writer = BufWriter::new(self.files.clone(), self.key(path));
        Upload { target: self.clone(), path: path.to_owned(), writer, sum: Sha256::new(), bytes: 0 }
    }

    /// The files below a folder, as paths of this place, in order, with their sizes.
    pub(super) async fn list(&self, under: &str) -> Outcome<Vec<(String, u64)>> {
        let skip = if self.prefix.as_ref().is_empty() { 0 } else { self.prefix.as_ref().len() + 1 };
        let found: Vec<_> = self.files.list(Some(&self.key(under))).try_collect().await.map_err(failed)?;
        let mut files: Vec<(String, u64)> = found
            .into_iter()
            .filter_map(|file| Some((file.location.as_ref().get(skip..)?.to_owned(), file.size)))
            .collect();
        files.sort();
        Ok(files)
    }

    /// Takes a file away; one that is not there is none.
    pub(super) async fn delete(&self, path: &str) -> Outcome<()> {
        match self.files.delete(&self.key(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

/// A file on its way.
pub(super) struct Upload {
    target: Target,
    path: String,
    writer: BufWriter,
    sum: Sha256,
    bytes: u64,
}

impl Upload {
    pub(super) async fn write(&mut self, bytes: Vec<u8>) -> Outcome<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.sum.update(&bytes);
        self.bytes += bytes.len() as u64;
        self.writer.put(bytes.into()).await.map_err(failed)
    }

    pub(super) async fn finish(mut self) -> Outcome<Written> {
        std::future::poll_fn(|context| Pin::new(&mut self.writer).poll_shutdown(context)).await?;
        self.target.to_disk(&self.path).await?;
        Ok(Written { bytes: self.bytes, sha256: hex(&self.sum.finalize()) })
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
