//! Pictures: decoded under limits, turned upright, encoded again.

use crate::file::{CleanFile, FileKind, Limits};
use crate::large;
use crate::problem::Problem;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, Rgb, RgbImage};
use std::io::Cursor;

const THUMBNAIL: u32 = 320;
/// Decoders hold the picture (up to 8 bytes a pixel) and, for progressive JPEG, its coefficients.
const BYTES_PER_PIXEL: u64 = 16;

pub(crate) fn clean(bytes: &[u8], kind: FileKind, limits: &Limits) -> Result<CleanFile, Problem> {
    let problem = |error| problem(&error, limits);
    let shown = match kind {
        FileKind::Png => {
            let decoder =
                PngDecoder::with_limits(Cursor::new(bytes), decoder_limits(limits)).map_err(problem)?;
            decode(decoder, bytes, kind, limits)?
        }
        _ if !has_end(bytes) => return Err(Problem::Damaged),
        _ => decode(JpegDecoder::new(Cursor::new(bytes)).map_err(problem)?, bytes, kind, limits)?,
    };
    let (kind, encoded) = encode(&shown, kind, limits).map_err(problem)?;
    let thumbnail = if shown.width().max(shown.height()) > THUMBNAIL {
        jpeg(&shown.thumbnail(THUMBNAIL, THUMBNAIL), 80)
    } else {
        jpeg(&shown, 80)
    };
    Ok(CleanFile {
        kind,
        bytes: encoded,
        sha256: String::new(),
        width: Some(shown.width()),
        height: Some(shown.height()),
        pages: None,
        thumbnail: Some(thumbnail.map_err(problem)?),
    })
}

/// Memory that a picture takes: decoded, a second time while it is turned or loses its transparency, and the coefficients of a
/// progressive JPEG. 0 where it will be refused before it is decoded.
pub(crate) fn cost(bytes: &[u8], kind: FileKind, limits: &Limits) -> u64 {
    fn of(decoder: &impl ImageDecoder, limits: &Limits) -> u64 {
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        if width.max(height) > limits.side || pixels > limits.pixels { 0 } else { decoder.total_bytes() }
    }
    /// What is decoded of it, where it is made smaller.
    fn kept(decoder: &impl ImageDecoder, limits: &Limits) -> u64 {
        let (width, height) = decoder.dimensions();
        let by = u64::from(large::divisor(width, height, limits).unwrap_or(1));
        of(decoder, limits) / (by * by)
    }
    match kind {
        FileKind::Png => PngDecoder::with_limits(Cursor::new(bytes), decoder_limits(limits))
            .map_or(0, |decoder| 2 * kept(&decoder, limits)),
        _ => JpegDecoder::new(Cursor::new(bytes)).map_or(0, |decoder| {
            // Two bytes for each value of each pixel, whatever is made of them.
            let passes = if is_progressive(bytes) { 2 * of(&decoder, limits) } else { 0 };
            2 * kept(&decoder, limits) + passes
        }),
    }
}

/// Whether a JPEG comes in several passes, so that all of it is held until the last.
fn is_progressive(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            0xC2 | 0xC6 | 0xCA | 0xCE => return true,
            0xDA => return false,
            0xFF => at += 1, // a fill byte
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2),
        }
    }
    false
}

fn decoder_limits(limits: &Limits) -> image::Limits {
    let mut decoder = image::Limits::default();
    decoder.max_alloc = Some(limits.kept.saturating_mul(BYTES_PER_PIXEL));
    decoder
}

/// The size in the header is looked at before a single pixel is decoded.
fn decode(
    mut decoder: impl ImageDecoder,
    bytes: &[u8],
    kind: FileKind,
    limits: &Limits,
) -> Result<DynamicImage, Problem> {
    let (width, height) = decoder.dimensions();
    if width.max(height) > limits.side || u64::from(width) * u64::from(height) > limits.pixels {
        return Err(too_many_pixels(limits));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut shown = match large::divisor(width, height, limits) {
        Some(by) => large::decode(bytes, kind, by)?,
        None => {
            decoder.set_limits(decoder_limits(limits)).map_err(|error| problem(&error, limits))?;
            DynamicImage::from_decoder(decoder).map_err(|error| problem(&error, limits))?
        }
    };
    shown.apply_orientation(orientation);
    Ok(shown)
}

pub(crate) fn encode(
    shown: &DynamicImage,
    kind: FileKind,
    limits: &Limits,
) -> Result<(FileKind, Vec<u8>), ImageError> {
    if kind == FileKind::Png {
        let eight_bit = match shown.color() {
            color if color.has_alpha() => DynamicImage::from(shown.to_rgba8()),
            color if color.has_color() => DynamicImage::from(shown.to_rgb8()),
            _ => DynamicImage::from(shown.to_luma8()),
        };
        let mut png = Vec::new();
        eight_bit.write_with_encoder(PngEncoder::new(&mut png))?;
        if png.len() <= limits.bytes {
            return Ok((kind, png));
        }
    }
    Ok((FileKind::Jpeg, jpeg(shown, 90)?))
}

/// A JPEG; what is transparent becomes white paper.
fn jpeg(shown: &DynamicImage, quality: u8) -> Result<Vec<u8>, ImageError> {
    let flat = match shown {
        // As it is: a copy of a large photograph is seventy megabytes.
        DynamicImage::ImageRgb8(_) | DynamicImage::ImageLuma8(_) => None,
        other if other.color().has_alpha() => Some(DynamicImage::from(on_white(other))),
        other if other.color().has_color() => Some(DynamicImage::from(other.to_rgb8())),
        other => Some(DynamicImage::from(other.to_luma8())),
    };
    let mut bytes = Vec::new();
    flat.as_ref().unwrap_or(shown).write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))?;
    Ok(bytes)
}

fn on_white(shown: &DynamicImage) -> RgbImage {
    let pixels = shown.to_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        let mix = |part: u8| {
            let mixed = (u16::from(part) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([mix(red), mix(green), mix(blue)])
    })
}

/// Whether a JPEG's picture data ends as it should. The decoder fills what is missing with grey and says nothing.
fn has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            0xDA => return bytes[at..].windows(2).any(|two| two == [0xFF, 0xD9]),
            0xFF => at += 1, // a fill byte
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2),
        }
    }
    false
}

fn problem(error: &ImageError, limits: &Limits) -> Problem {
    match error {
        ImageError::Limits(_) => too_many_pixels(limits),
        _ => Problem::Damaged,
    }
}

fn too_many_pixels(limits: &Limits) -> Problem {
    Problem::TooManyPixels { side: limits.side, millions: limits.pixels / 1_000_000 }
}
