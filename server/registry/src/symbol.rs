//! QR symbols as SVG.

use crate::error::{Error, Result};

/// The symbol of a text.
///
/// # Errors
/// When the text is too long for a symbol.
pub fn svg(text: &str) -> Result<String> {
    let code = fast_qr::QRBuilder::new(text).build().map_err(|error| Error::Store(error.to_string()))?;
    Ok(fast_qr::convert::svg::SvgBuilder::default().to_str(&code))
}
