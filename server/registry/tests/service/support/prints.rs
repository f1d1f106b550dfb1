//! What the tests of printed sheets share.

use super::*;
use contract::printout::PrintView;
use registry::printout::AskedPrint;

/// Prints, opens what was printed, and draws it.
pub async fn printed(world: &World, by: &Actor, asked: &AskedPrint) -> PrintView {
    let id = world.registry.prints().print_form(by, asked).await.unwrap();
    let view = world.registry.prints().print_view(by, id).await.unwrap();
    let pdf = world.registry.prints().print_pdf(by, id).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"), "{} is drawn", view.document.title);
    view
}

/// Everything that stands on a sheet.
pub fn words(view: &PrintView) -> String {
    format!("{:?}", view.document)
}
