//! 按期限分组: headings between the rows of the desk. It stands by due day anyway: they change neither its order nor its pages.

use crate::text::t::desk as w;
use contract::desk::MatterLine;

/// What is due within so many working days is due soon.
const SOON: i64 = 3;

/// What stands in the list.
pub(super) enum Item {
    /// Where a group begins.
    Heading(&'static str),
    /// A matter.
    Line(Box<MatterLine>),
}

impl Item {
    /// What it is about, which it keeps.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Heading(words) => format!("group/{words}"),
            Self::Line(line) => line.id.clone(),
        }
    }
}

/// The rows of a page, with a heading wherever a group begins if they are shown in groups.
pub(super) fn items(lines: Vec<MatterLine>, grouped: bool) -> Vec<Item> {
    let mut before = None;
    let mut items = Vec::with_capacity(lines.len());
    for line in lines {
        let group = group_of(&line);
        if grouped && before != Some(group) {
            items.push(Item::Heading(group));
        }
        before = Some(group);
        items.push(Item::Line(Box::new(line)));
    }
    items
}

fn group_of(line: &MatterLine) -> &'static str {
    match (line.due_on, line.days_left) {
        _ if line.overdue => w::GROUP_LATE,
        (None, _) => w::GROUP_NO_DUE,
        (Some(_), Some(days)) if days <= SOON => w::GROUP_SOON,
        (Some(_), _) => w::GROUP_LATER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use domain::matter::MatterKind;

    fn line(id: &str, days_left: Option<i64>) -> MatterLine {
        let day: NaiveDate = "2026-09-01".parse().unwrap();
        MatterLine {
            id: id.to_owned(),
            kind: MatterKind::Letter,
            state: String::new(),
            open: true,
            about: String::new(),
            class: String::new(),
            from: String::new(),
            since: day,
            due_on: days_left.map(|_| day),
            days_left,
            provisional: false,
            overdue: days_left.is_some_and(|days| days < 0),
            reminded_on: None,
            also_with: Vec::new(),
            sent_back: false,
            asked: false,
            href: String::new(),
            version: 1,
        }
    }

    fn keys(grouped: bool) -> Vec<String> {
        let days = [Some(-4), Some(-1), Some(0), Some(3), Some(4), None];
        let lines = days.into_iter().enumerate().map(|(n, days)| line(&n.to_string(), days)).collect();
        items(lines, grouped).iter().map(Item::key).collect()
    }

    #[test]
    fn a_heading_stands_where_a_group_begins_and_the_order_stays() {
        assert_eq!(keys(false), ["0", "1", "2", "3", "4", "5"]);
        let group = |words: &str| format!("group/{words}");
        let (late, soon) = (group(w::GROUP_LATE), group(w::GROUP_SOON));
        let (later, none) = (group(w::GROUP_LATER), group(w::GROUP_NO_DUE));
        let (late, soon, later, none) = (late.as_str(), soon.as_str(), later.as_str(), none.as_str());
        let all = [late, "0", "1", soon, "2", "3", later, "4", none, "5"];
        assert_eq!(keys(true), all);
        assert!(items(Vec::new(), true).is_empty());
    }
}
