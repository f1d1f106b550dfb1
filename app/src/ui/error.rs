//! What is wrong with a form.
use super::cited::cited;
use super::forms::field_id;
use crate::language::{mixed, name};
use crate::text::t;
use domain::form::Field;
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

/// What is wrong in one or several fields: one line of the summary.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    /// What is wrong; of several named fields without their names (`没有填写`).
    what: String,
    /// What to do, where it is told apart from that.
    remedy: String,
    /// The fields, each with its name where it has one.
    fields: Vec<(String, Option<&'static str>)>,
}

/// One error, with the name of its item where what is said begins with that.
type Told = (FieldError, Option<&'static str>);

/// The item of the form that a control is for.
fn item_of(field: &str) -> Option<Field> {
    let bare = field.strip_prefix("values[").and_then(|rest| rest.strip_suffix(']'));
    Field::from_key(bare.unwrap_or(field))
}

/// The same faults together, in the order in which they come first. What is said of an item begins with its name; without it, what is
/// wrong with several of them is the same text.
fn faults(errors: Vec<FieldError>) -> Vec<Fault> {
    let mut all: Vec<(String, Vec<Told>)> = Vec::new();
    for error in errors {
        let label = item_of(&error.field).map(|item| name(&item));
        let label = label.filter(|label| error.message.starts_with(*label));
        let said = label.and_then(|label| error.message.strip_prefix(label)).unwrap_or(&error.message);
        // What is about the whole form stands by itself.
        let same = |(known, of): &&mut (String, Vec<Told>)| {
            known == said && !error.field.is_empty() && of.iter().all(|(one, _)| !one.field.is_empty())
        };
        match all.iter_mut().find(same) {
            Some((_, of)) => of.push((error, label)),
            None => all.push((said.to_owned(), vec![(error, label)])),
        }
    }
    all.into_iter().map(|(said, of)| fault(said, of)).collect()
}

fn fault(said: String, of: Vec<Told>) -> Fault {
    let alone = match of.as_slice() {
        [(only, _)] => Some(only.message.clone()),
        _ => None,
    };
    let named = of.iter().all(|(_, label)| label.is_some());
    let parted = said.split_once('。').or_else(|| said.split_once(". "));
    let parted = parted.map(|(what, remedy)| (what.to_owned(), remedy.to_owned()));
    let fields: Vec<(String, Option<&'static str>)> =
        of.into_iter().map(|(error, label)| (error.field, label)).collect();
    let (what, remedy) = match (alone, parted.filter(|_| named)) {
        (Some(message), _) => (message, String::new()),
        (None, Some((what, remedy))) => (t::forms::fields_with(fields.len(), &what), remedy),
        (None, None) => (said, String::new()),
    };
    Fault { what, remedy, fields }
}

fn fault_view(fault: Fault) -> AnyView {
    let Fault { what, remedy, fields } = fault;
    let href = |field: &str| format!("#{}", field_id(field));
    match fields.as_slice() {
        [(field, _)] if field.is_empty() => view! { <li>{cited(&what)}</li> }.into_any(),
        [(field, _)] => view! { <li><a href=href(field)>{mixed(what)}</a></li> }.into_any(),
        several => {
            let link = |(n, (field, label)): (usize, &(String, Option<&'static str>))| {
                let words = label.map_or_else(|| t::forms::one_place(n + 1), str::to_owned);
                view! { <li><a href=href(field)>{words}</a></li> }
            };
            let links = several.iter().enumerate().map(link).collect_view();
            let remedy = (!remedy.is_empty()).then(|| view! { <p>{cited(&remedy)}</p> });
            view! { <li>{cited(&what)}<ul class="error-summary-fields">{links}</ul>{remedy}</li> }.into_any()
        }
    }
}

/// Everything to put right, above the form, each a link to its field; the same fault of several fields is told once, with a link to each.
/// Nothing at all when there is nothing.
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
        let items = faults(errors).into_iter().map(fault_view).collect_view();
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
    #[test]
    fn the_same_fault_of_several_fields_is_told_once_with_each_of_them() {
        let missing = |key: &str| {
            let field = Field::from_key(key).unwrap();
            FieldError::new(format!("values[{key}]"), format!("{}没有填写。请补充填写。", field.label()))
        };
        let told = faults(vec![
            missing("name"),
            FieldError::new("values[phone]", "联系电话不是有效的电话号码。请核对。"),
            missing("postcode"),
            missing("home_address"),
            FieldError::new("", "请稍后再试。"),
            FieldError::new("", "请稍后再试。"),
        ]);
        assert_eq!(told.len(), 4);
        assert_eq!(told[0].what, "以下 3 项没有填写：");
        assert_eq!(told[0].remedy, "请补充填写。");
        let names: Vec<_> = told[0].fields.iter().map(|(_, label)| label.unwrap()).collect();
        assert_eq!(names, ["姓名", "邮政编码", "家庭地址"]);
        assert_eq!(told[0].fields[1].0, "values[postcode]", "each leads to its own field");
        assert_eq!(told[1].what, "联系电话不是有效的电话号码。请核对。");
        assert!(told[2].fields.len() == 1 && told[3].fields.len() == 1, "what is of the whole form stays");
    }

    #[test]
    fn fields_that_are_no_items_are_put_together_by_their_words() {
        let row = |n: usize| FieldError::new(format!("row_{n}"), "日期不对。");
        let told = faults(vec![row(1), row(2)]);
        let fields = vec![("row_1".to_owned(), None), ("row_2".to_owned(), None)];
        assert_eq!(told, [Fault { what: "日期不对。".into(), remedy: String::new(), fields }]);
    }
}
