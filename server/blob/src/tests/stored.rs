use super::*;
use store::error::Error;

const ONE: &str = "0198f5d2-7c1a-7abc-8def-0123456789ab";
const TWO: &str = "0198f5d2-7c1a-7abc-8def-0123456789cd";

#[tokio::test]
async fn what_is_put_can_be_got_once_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::open(&folder.path().join("blobs")).unwrap();
    store.put(ONE, b"sealed".to_vec()).await.unwrap();
    assert_eq!(store.get(ONE).await.unwrap(), b"sealed");
    assert!(matches!(store.get(TWO).await, Err(Error::NotFound("blob"))));
    assert!(store.put(ONE, b"other".to_vec()).await.is_err(), "nothing is overwritten");
    let reopened = BlobStore::open(&folder.path().join("blobs")).unwrap();
    assert_eq!(reopened.get(ONE).await.unwrap(), b"sealed");
    store.delete(ONE).await.unwrap();
    store.delete(ONE).await.unwrap();
    assert!(matches!(store.get(ONE).await, Err(Error::NotFound("blob"))));
}

#[tokio::test]
async fn only_a_uuid_names_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::open(folder.path()).unwrap();
    for id in ["../户口簿.pdf", "户口簿.jpg", "", "/etc/passwd", "0198f5d2"] {
        assert!(store.put(id, b"sealed".to_vec()).await.is_err(), "{id}");
        assert!(store.get(id).await.is_err(), "{id}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    store.put(ONE, b"sealed".to_vec()).await.unwrap();
    assert!(folder.path().join("ab").join(ONE.replace('-', "")).is_file());
}

#[cfg(unix)]
#[test]
fn the_directory_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let blobs = folder.path().join("blobs");
    BlobStore::open(&blobs).unwrap();
    assert_eq!(std::fs::metadata(&blobs).unwrap().permissions().mode() & 0o777, 0o700);
}
