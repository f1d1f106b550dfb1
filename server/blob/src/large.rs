//! Pictures of today's telephones: of more pixels than are kept. They are made smaller while they are decoded, so that never more than the
//! smaller picture is in memory (of a progressive JPEG also its coefficients).

use crate::file::{FileKind, Limits};
use crate::problem::Problem;
use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};
use std::io::Cursor;

/// By how much a picture of this size is made smaller on each side: none where it is kept as it is.
pub(crate) fn divisor(width: u32, height: u32, limits: &Limits) -> Option<u32> {
    let pixels = u64::from(width) * u64::from(height);
    let fits = |by: &u32| pixels.div_ceil(u64::from(by * by)) <= limits.kept;
    [1, 2, 4, 8].into_iter().find(fits).filter(|by| *by > 1)
}

/// Decodes a picture to a fraction of its sides.
pub(crate) fn decode(bytes: &[u8], kind: FileKind, by: u32) -> Result<DynamicImage, Problem> {
    match kind {
        FileKind::Png => png(bytes, by),
        _ => jpeg(bytes, by),
    }
}

fn jpeg(bytes: &[u8], by: u32) -> Result<DynamicImage, Problem> {
    let mut decoder = jpeg_decoder::Decoder::new(Cursor::new(bytes));
    decoder.read_info().map_err(|_| Problem::Damaged)?;
    let whole = decoder.info().ok_or(Problem::Damaged)?;
    let part = |side: u16| u16::try_from(u32::from(side) / by).unwrap_or(side).max(1);
    decoder.scale(part(whole.width), part(whole.height)).map_err(|_| Problem::Damaged)?;
    let pixels = decoder.decode().map_err(|_| Problem::Damaged)?;
    let info = decoder.info().ok_or(Problem::Damaged)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let picture = match info.pixel_format {
        jpeg_decoder::PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
        jpeg_decoder::PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        // No telephone and no scanner makes others of this size.
        _ => None,
    };
    picture.ok_or(Problem::Damaged)
}

/// Row by row, each pixel the mean of a square of them.
fn png(bytes: &[u8], by: u32) -> Result<DynamicImage, Problem> {
    let damaged = |_| Problem::Damaged;
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(damaged)?;
    // Its rows come in seven passes: it would have to be held whole.
    if reader.info().interlaced {
        return Err(Problem::TooComplex);
    }
    let samples = reader.output_color_type().0.samples();
    let (width, height) = (reader.info().width / by, reader.info().height / by);
    let (out, square) = (width as usize * samples, by * by);
    let mut pixels: Vec<u8> = Vec::with_capacity(out * height as usize);
    let mut sums = vec![0_u32; out];
    for _ in 0..height {
        sums.fill(0);
        for _ in 0..by {
            let row = reader.next_row().map_err(damaged)?.ok_or(Problem::Damaged)?;
            let row = row.data();
            for (n, sum) in sums.iter_mut().enumerate() {
                let (at, sample) = (n / samples * by as usize, n % samples);
                *sum +=
                    (at..at + by as usize).map(|pixel| u32::from(row[pixel * samples + sample])).sum::<u32>();
            }
        }
        pixels.extend(sums.iter().map(|sum| u8::try_from(sum / square).unwrap_or(u8::MAX)));
    }
    // The rest is read too: a picture that breaks off in its last rows is broken.
    while reader.next_row().map_err(damaged)?.is_some() {}
    let picture = match samples {
        1 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        3 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
        4 => RgbaImage::from_raw(width, height, pixels).map(DynamicImage::from),
        2 => image::GrayAlphaImage::from_raw(width, height, pixels).map(DynamicImage::from),
        _ => None,
    };
    picture.ok_or(Problem::Damaged)
}
