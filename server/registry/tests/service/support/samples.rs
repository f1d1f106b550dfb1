//! What people bring with them: pictures, and numbers of identity documents.

/// A small picture, as a phone would send it.
pub fn png() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(48, 32, |x, y| image::Rgb([x as u8 * 4, y as u8 * 4, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(picture).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A valid document number of another person with the same division, birth date and sex.
pub fn sibling_number(number: &str, step: u32) -> String {
    let serial: u32 = number[14..17].parse().unwrap();
    let body = format!("{}{:03}", &number[..14], (serial + 2 * step) % 1000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    format!("{body}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][sum as usize % 11])
}

/// The identity number of one more grown-up.
pub fn somebody() -> String {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let n = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let body = format!("11010119{:02}0101{:03}", 60 + n / 1000, n % 1000);
    let right = |number: &String| domain::ident::ResidentId::parse(number).is_ok();
    "0123456789X".chars().map(|check| format!("{body}{check}")).find(right).unwrap()
}
