//! Work on uploads is bounded in memory, however many come at once.

use crate::support::*;
use futures::future::join_all;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};

/// Megabytes the process may grow by: the budget of 256 MB, the uploads themselves, and room for what the allocator keeps. Without a
/// bound it was 1,400.
const MOST: u64 = 600;

fn photograph() -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(6000, 4000, |x, y| image::Rgb([(x / 40) as u8, (y / 40) as u8, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(picture).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn six_large_photographs_at_once_take_no_more_memory_than_there_is_for_them() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let parent = Visitor::signed_in(&server, "13900000001").await;
    let list = parent.get("/my").await.text().await.unwrap();
    let at = list.find("href=\"/my/0").expect("a child") + "href=\"/my/".len();
    let child = list[at..].split(['"', '/', '?']).next().unwrap().to_owned();
    let bytes = photograph();
    assert!(bytes.len() < 5 << 20, "{}", bytes.len());
    let before = server.peak_memory();
    let uploads = (0..6).map(|_| {
        let file = Part::bytes(bytes.clone()).file_name("户口簿.jpg");
        let form =
            Form::new().text("person", child.clone()).text("kind", "household_register").part("file", file);
        parent.upload("/api/file_proof", form)
    });
    for answer in join_all(uploads).await {
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::FOUND);
        assert_eq!(location(&answer), format!("/my/{child}/correct/proof"));
    }
    let grown = server.peak_memory() - before;
    assert!(grown < MOST, "grown by {grown} MB from {before} MB");
    let page = parent.get(&format!("/my/{child}/correct/proof")).await.text().await.unwrap();
    let kept = page.matches(&format!("/files/my/{child}/proofs/")).count();
    assert!(kept >= 1, "they were looked at: {page}");
}
