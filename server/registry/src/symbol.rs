//! QR symbols.

use crate::error::{Error, Result};

/// The symbol of a text. Fifteen percent of it may be dirty: more correction would make a card's too fine to be read.
///
/// # Errors
/// When the text is too long for a symbol.
pub(crate) fn code(text: &str) -> Result<fast_qr::QRCode> {
    let builder = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build();
    builder.map_err(|error| Error::Store(error.to_string()))
}

/// The same as SVG.
///
/// # Errors
/// When the text is too long for a symbol.
pub fn svg(text: &str) -> Result<String> {
    Ok(fast_qr::convert::svg::SvgBuilder::default().to_str(&code(text)?))
}
