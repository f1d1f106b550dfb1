use super::*;
use crate::inspect::cost;
use crate::picture;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The left half red, the right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, _| if x < width / 2 { Rgb([230, 10, 10]) } else { Rgb([10, 10, 230]) },
    )
}

pub(super) fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(halves(width, height), ImageFormat::Png)
}

/// A JPEG lying on its side (EXIF orientation 6) with a place of recording in its EXIF.
pub(super) fn jpeg_with_place() -> Vec<u8> {
    let plain = encoded(halves(64, 32), ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
    exif.extend(b"\0\x01"); // one entry
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // orientation: 6
    exif.extend(b"\0\0\0\0GPS 39.9042N 116.4074E");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, &exif, &plain[2..]].concat()
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn a_photograph_loses_its_place_and_stands_upright() {
    let uploaded = jpeg_with_place();
    assert!(contains(&uploaded, b"GPS 39.9042N") && contains(&uploaded, b"Exif"));
    let file = inspected(&uploaded).unwrap();
    assert_eq!(file.kind, FileKind::Jpeg);
    assert!(!contains(&file.bytes, b"GPS") && !contains(&file.bytes, b"Exif"));
    assert_eq!((file.width, file.height), (Some(32), Some(64)), "turned");
    let shown = image::load_from_memory(&file.bytes).unwrap().to_rgb8();
    assert!(
        shown.get_pixel(16, 8)[0] > 180 && shown.get_pixel(16, 56)[2] > 180,
        "what was left is now at the top"
    );
    assert_eq!(file.sha256.len(), 64);
}

#[test]
fn what_hangs_on_a_picture_is_gone() {
    let mut uploaded = png(20, 20);
    uploaded.extend(b"<script>alert(1)</script>PK\x03\x04");
    let file = inspected(&uploaded).unwrap();
    assert_eq!((file.kind, file.width, file.height, file.pages), (FileKind::Png, Some(20), Some(20), None));
    assert!(!contains(&file.bytes, b"<script>") && !contains(&file.bytes, b"PK\x03\x04"));
    assert_eq!(image::load_from_memory(&file.bytes).unwrap().to_rgb8(), halves(20, 20));
}

#[test]
fn thumbnails_are_small_and_never_larger_than_the_picture() {
    let size = |bytes: &[u8]| {
        let file = inspected(bytes).unwrap();
        let thumbnail =
            image::load_from_memory_with_format(&file.thumbnail.unwrap(), ImageFormat::Jpeg).unwrap();
        (thumbnail.width(), thumbnail.height())
    };
    assert_eq!(size(&png(1000, 500)), (320, 160));
    assert_eq!(size(&png(100, 50)), (100, 50));
    let clear = encoded(RgbaImage::from_pixel(30, 30, Rgba([0, 0, 0, 0])), ImageFormat::Png);
    let file = inspected(&clear).unwrap();
    let thumbnail = image::load_from_memory(&file.thumbnail.unwrap()).unwrap().to_rgb8();
    assert!(thumbnail.get_pixel(5, 5).0.iter().all(|part| *part > 250), "what is transparent is white paper");
}

/// A PNG chunk with its checksum.
fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = u32::MAX;
    for byte in name.iter().chain(data) {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length, name.as_slice(), data, &(!sum).to_be_bytes()].concat()
}

fn png_claiming(width: u32, height: u32, packed: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes(), &height.to_be_bytes(), [8, 2, 0, 0, 0].as_slice()].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunk(b"IHDR", &header), &chunk(b"IDAT", packed), &chunk(b"IEND", b"")]
        .concat()
}

#[test]
fn a_picture_that_claims_too_many_pixels_is_refused_by_its_header() {
    let refused = Err(Problem::TooManyPixels { side: 20_000, millions: 100 });
    let packed = documents::packed(&[0; 100]);
    for (width, height) in
        [(60_000, 60_000), (20_001, 1), (1, 100_000), (11_000, 11_000), (u32::MAX >> 1, u32::MAX >> 1)]
    {
        assert_eq!(inspected(&png_claiming(width, height, &packed)), refused, "{width}×{height}");
    }
    let mut jpeg = encoded(halves(64, 32), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    assert_eq!(inspected(&jpeg), refused);
}

#[test]
fn a_picture_of_more_pixels_than_are_kept_is_made_smaller_while_it_is_decoded() {
    let limits = Limits { kept: 20_000, ..Limits::default() };
    let red = |Rgb([r, _, b]): Rgb<u8>| r > 150 && b < 100;
    let [jpeg, png] = [ImageFormat::Jpeg, ImageFormat::Png].map(|format| encoded(halves(400, 300), format));
    let sixteen = encoded(DynamicImage::from(halves(400, 300)).to_rgb16(), ImageFormat::Png);
    let grey = encoded(DynamicImage::from(halves(401, 303)).to_luma8(), ImageFormat::Jpeg);
    let clear = encoded(DynamicImage::from(halves(400, 300)).to_rgba8(), ImageFormat::Png);
    for (bytes, coloured) in [(&jpeg, true), (&png, true), (&sixteen, true), (&clear, true), (&grey, false)] {
        let clean = inspect(bytes, "x", &limits).unwrap();
        let (width, height) = (clean.width.unwrap(), clean.height.unwrap());
        assert!((100..=101).contains(&width) && (75..=76).contains(&height), "{width}×{height}");
        let shown = image::load_from_memory(&clean.bytes).unwrap().to_rgb8();
        if coloured {
            assert!(red(*shown.get_pixel(20, 40)) && !red(*shown.get_pixel(80, 40)));
        }
        assert!(cost(bytes, &limits) < cost(bytes, &Limits::default()), "it takes less memory, too");
    }
    let upright = inspect(&jpeg_with_place(), "x", &Limits { kept: 600, ..Limits::default() }).unwrap();
    assert_eq!((upright.width, upright.height), (Some(16), Some(32)), "and stands upright");
    for cut in [&jpeg[..jpeg.len() / 2], &png[..png.len() / 2]] {
        assert_eq!(inspect(cut, "x", &limits).unwrap_err().problem, Problem::Damaged);
    }
}

#[test]
fn a_picture_with_more_data_than_pixels_unpacks_no_further_than_its_pixels() {
    let bomb = png_claiming(2, 2, &documents::packed(&vec![0; 50 << 20]));
    assert!(bomb.len() < 100_000);
    match inspected(&bomb) {
        Ok(file) => assert_eq!((file.width, file.height), (Some(2), Some(2))),
        Err(problem) => assert_eq!(problem, Problem::Damaged),
    }
}

#[test]
fn a_text_bomb_in_a_picture_is_not_unpacked() {
    let text = [b"Comment\0\0".as_slice(), &documents::packed(&vec![b'a'; 50 << 20])].concat();
    let whole = png(4, 4);
    let after_header = 8 + 25;
    let bomb = [&whole[..after_header], &chunk(b"zTXt", &text), &whole[after_header..]].concat();
    let file = inspected(&bomb).unwrap();
    assert!(file.bytes.len() < 1_000 && !contains(&file.bytes, b"zTXt"));
}

#[test]
fn a_picture_cut_short_is_refused() {
    for whole in [png(400, 300), jpeg_with_place()] {
        assert!(inspected(&whole).is_ok());
        for keep in [9, whole.len() / 2, whole.len() - 20] {
            assert_eq!(inspected(&whole[..keep]), Err(Problem::Damaged), "{keep} of {} bytes", whole.len());
        }
    }
}

#[test]
fn a_picture_too_large_as_png_is_kept_as_jpeg() {
    let noise = RgbImage::from_fn(300, 300, |x, y| {
        let n = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ (x * y * 7_919);
        Rgb([(n >> 3) as u8, (n >> 11) as u8, (n >> 19) as u8])
    });
    let uploaded = encoded(noise, ImageFormat::Png);
    let limits = Limits { bytes: uploaded.len() + 10_000, ..Limits::default() };
    assert_eq!(inspect(&uploaded, "a.png", &limits).unwrap().kind, FileKind::Png);
    let shown = image::load_from_memory(&uploaded).unwrap();
    let small = Limits { bytes: 1_000, ..Limits::default() };
    let (kind, bytes) = picture::encode(&shown, FileKind::Png, &small).unwrap();
    assert_eq!(kind, FileKind::Jpeg);
    assert!(bytes.starts_with(&[0xFF, 0xD8, 0xFF]));
}
