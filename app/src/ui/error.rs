//! What is wrong with a form.
use super::cited::cited;
use super::forms::field_id;
use crate::text::t;
use leptos::{html, prelude::*};

/// One thing to put right: the field's `name` and what to do, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// `name` of the field; empty when no one field is to blame.
    pub field: String,
    /// What is wrong and what to do, for the person.
    pub message: String,
}

impl FieldError {
    /// What is wrong with the control of that name.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The first message for the field `name`, as the fields' `error` wants it.
pub fn error_for(errors: &[FieldError], name: &str) -> Option<String> {
    errors.iter().find(|error| error.field == name).map(|error| error.message.clone())
}

/// Everything to put right, above the form, each a link to its field. Nothing at all when there is nothing.
///
/// `<div class="error-summary" role="alert" tabindex="-1">` › `h2`, `ul` › `li` › `a[href=#field]`.
/// It takes the focus when it appears (in the browser).
#[component]
pub fn ErrorSummary(
    /// What is wrong, in the order of the fields.
    errors: Vec<FieldError>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(element) = node.get() {
            // Failing to focus loses nothing: role=alert has been announced.
            let _ = element.focus();
        }
    });
    (!errors.is_empty()).then(|| {
        let heading = t::forms::error_count(errors.len());
        let items = errors
            .into_iter()
            .map(|error| {
                if error.field.is_empty() {
                    view! { <li>{cited(&error.message)}</li> }.into_any()
                } else {
                    let href = format!("#{}", field_id(&error.field));
                    view! { <li><a href=href>{error.message}</a></li> }.into_any()
                }
            })
            .collect_view();
        view! {
            <div class="error-summary" role="alert" tabindex="-1" node_ref=node>
                <h2 class="error-summary-title">{heading}</h2>
                <ul>{items}</ul>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_of_a_field_is_shown_by_it() {
        let errors = [FieldError::new("name", "请填写姓名"), FieldError::new("name", "姓名过长")];
        assert_eq!(error_for(&errors, "name").as_deref(), Some("请填写姓名"));
        assert_eq!(error_for(&errors, "sex"), None);
    }
}
