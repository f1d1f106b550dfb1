//! A photograph on the first page of a sheet. The drawing library is built without its picture decoders; the picture is decoded here, as
//! uploads are, and laid into the finished file as one JPEG.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GenericImageView, Rgba, RgbaImage, imageops};
use lopdf::{Dictionary, Document, Object, Stream};

/// Pixels across: 300 to the inch on a card.
const ACROSS: u32 = 240;
const QUALITY: u8 = 88;
const NAME: &str = "Photo";

/// Left, top, width and height on the page, from its top left corner, in points.
pub(super) type Place = (f32, f32, f32, f32);

/// Puts a picture (JPEG or PNG) on the first page, which is `high` points high.
pub(super) fn put(pdf: &[u8], picture: &[u8], place: Place, high: f32) -> Result<Vec<u8>, String> {
    let told = |error: lopdf::Error| error.to_string();
    let (jpeg, wide, tall) = fitted(picture, place.2 / place.3)?;
    let mut document = Document::load_mem(pdf).map_err(told)?;
    let page = *document.get_pages().get(&1).ok_or("no page")?;
    let entries = [
        ("Type", Object::Name(b"XObject".to_vec())),
        ("Subtype", Object::Name(b"Image".to_vec())),
        ("Width", Object::Integer(wide.into())),
        ("Height", Object::Integer(tall.into())),
        ("ColorSpace", Object::Name(b"DeviceRGB".to_vec())),
        ("BitsPerComponent", Object::Integer(8)),
        ("Filter", Object::Name(b"DCTDecode".to_vec())),
    ];
    let dictionary = Dictionary::from_iter(entries);
    let image = document.add_object(Stream::new(dictionary, jpeg).with_compression(false));

    // What is there stands between a pair of its own, so that the picture does not inherit its turns.
    let (left, top, across, down) = place;
    let before = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    let drawing = format!("\nQ\nq {across} 0 0 {down} {left} {} cm /{NAME} Do Q\n", high - top - down);
    let after = document.add_object(Stream::new(Dictionary::new(), drawing.into_bytes()));
    let entry = document.get_dictionary(page).map_err(told)?;
    let old = match entry.get(b"Contents") {
        Ok(Object::Array(parts)) => parts.clone(),
        Ok(part) => vec![part.clone()],
        Err(_) => Vec::new(),
    };
    let ends = [before, after].map(Object::Reference);
    let [before, after] = ends;
    let contents = std::iter::once(before).chain(old).chain([after]).collect();
    let mut resources = match entry.get(b"Resources") {
        Ok(Object::Reference(id)) => document.get_dictionary(*id).map_err(told)?.clone(),
        Ok(Object::Dictionary(resources)) => resources.clone(),
        _ => Dictionary::new(),
    };
    let mut pictures = match resources.get(b"XObject") {
        Ok(Object::Reference(id)) => document.get_dictionary(*id).map_err(told)?.clone(),
        Ok(Object::Dictionary(pictures)) => pictures.clone(),
        _ => Dictionary::new(),
    };
    pictures.set(NAME, image);
    resources.set("XObject", pictures);
    let entry = document.get_object_mut(page).and_then(Object::as_dict_mut).map_err(told)?;
    entry.set("Contents", Object::Array(contents));
    entry.set("Resources", resources);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The middle of a picture in the shape of its place, as a JPEG on white; its width and height.
fn fitted(picture: &[u8], shape: f32) -> Result<(Vec<u8>, u32, u32), String> {
    let picture = image::load_from_memory(picture).map_err(|error| error.to_string())?;
    let (wide, tall) = picture.dimensions();
    let (across, down) = match wide as f32 / tall as f32 > shape {
        true => (((tall as f32 * shape) as u32).max(1), tall),
        false => (wide, ((wide as f32 / shape) as u32).max(1)),
    };
    let cut = picture.crop_imm((wide - across) / 2, (tall - down) / 2, across, down);
    let size = (ACROSS, (ACROSS as f32 / shape) as u32);
    let small = cut.resize_exact(size.0, size.1, imageops::FilterType::Triangle).to_rgba8();
    let mut white = RgbaImage::from_pixel(size.0, size.1, Rgba([255; 4]));
    imageops::overlay(&mut white, &small, 0, 0);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    DynamicImage::from(white).to_rgb8().write_with_encoder(encoder).map_err(|error| error.to_string())?;
    Ok((jpeg, size.0, size.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(format: image::ImageFormat) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(90, 60, |x, y| image::Rgb([x as u8 * 2, y as u8 * 4, 90]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn article_5_a_picture_is_cut_to_the_shape_of_its_place_whatever_it_came_as() {
        for format in [image::ImageFormat::Png, image::ImageFormat::Jpeg] {
            let (jpeg, wide, tall) = fitted(&picture(format), 5.0 / 7.0).unwrap();
            let read = image::load_from_memory_with_format(&jpeg, image::ImageFormat::Jpeg).unwrap();
            assert_eq!((read.width(), read.height()), (wide, tall));
            assert_eq!((wide, tall), (240, 336));
        }
        assert!(fitted(b"no picture", 1.0).is_err());
    }
}
