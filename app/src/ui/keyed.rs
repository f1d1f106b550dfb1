//! Rows that stay with what they are about.
//!
//! A page that follows its feed draws itself again under the reader's hands. Views drawn again are matched by position: when the first
//! row goes, its element becomes the second child's, and with it the tick, the text, the choice and the opened detail in it. Everything
//! a person can leave a trace in is therefore listed by [`keyed`]: a row's elements belong to its key. They are moved when the order
//! changes, drawn again when what they show changes, and go when the key goes, with what was ticked or typed in them.
//!
//! Leptos' own `<For>` keeps elements by key too, but never draws a key's row again: new content under an old key would stay unseen.

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element, Node, Placeholder};
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr};
use std::collections::BTreeMap;

/// A list of views, each with its key. Those that are still are not drawn again under the same key.
pub struct Keyed {
    views: Vec<(String, AnyView)>,
    still: bool,
}

/// A view for every item under the item's key: the id of what it is about, never its place in the list.
pub fn keyed<T, K, V>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
    mut view: impl FnMut(T) -> V,
) -> Keyed
where
    K: ToString,
    V: IntoAny,
{
    let views = items.into_iter().map(|item| (key(&item).to_string(), view(item).into_any())).collect();
    Keyed { views, still: false }
}

/// One view that starts anew when its key is another: a form of one child is never filled with what was typed for another, and a box
/// that was ticked for one state of a matter is not ticked for the next.
pub fn anew_for(key: impl ToString, view: impl IntoAny) -> Keyed {
    Keyed { views: vec![(key.to_string(), view.into_any())], still: false }
}

/// One view that is not touched while its key, which says all that it shows, is the same: a control that would be emptied when its
/// attributes are set once more, as that of a chosen file.
pub(crate) fn still(key: impl ToString, view: impl IntoAny) -> Keyed {
    Keyed { views: vec![(key.to_string(), view.into_any())], still: true }
}

impl Keyed {
    fn into_views(self) -> Vec<AnyView> {
        self.views.into_iter().map(|(_, view)| view).collect()
    }
}

/// What stands in the page.
pub struct KeyedState {
    rows: Vec<(String, AnyViewState)>,
    /// Where the list ends.
    marker: Placeholder,
}

/// Which of these positions can stay when the others are moved around them: a longest rising sequence.
fn staying(positions: &[Option<usize>]) -> Vec<bool> {
    // For each length the index with the smallest last position, and for each index the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; positions.len()];
    for (n, position) in positions.iter().enumerate() {
        let Some(position) = position else { continue };
        let at = ends.partition_point(|end| positions[*end].is_some_and(|earlier| earlier < *position));
        before[n] = at.checked_sub(1).map(|at| ends[at]);
        match ends.get_mut(at) {
            Some(end) => *end = n,
            None => ends.push(n),
        }
    }
    let mut stays = vec![false; positions.len()];
    let mut next = ends.last().copied();
    while let Some(n) = next {
        stays[n] = true;
        next = before[n];
    }
    stays
}

impl Render for Keyed {
    type State = KeyedState;

    fn build(self) -> Self::State {
        let rows = self.views.into_iter().map(|(key, view)| (key, view.build())).collect();
        KeyedState { rows, marker: Rndr::create_placeholder() }
    }

    fn rebuild(self, state: &mut Self::State) {
        let mut old: BTreeMap<String, (usize, AnyViewState)> = BTreeMap::new();
        for (n, (key, row)) in std::mem::take(&mut state.rows).into_iter().enumerate() {
            if let Some((_, mut twice)) = old.insert(key, (n, row)) {
                twice.unmount();
            }
        }
        let mut positions = Vec::with_capacity(self.views.len());
        let mut rows = Vec::with_capacity(self.views.len());
        for (key, view) in self.views {
            let (position, row) = match old.remove(&key) {
                Some((n, mut row)) => {
                    if !self.still {
                        view.rebuild(&mut row);
                    }
                    (Some(n), row)
                }
                None => (None, view.build()),
            };
            positions.push(position);
            rows.push((key, row));
        }
        for (_, (_, mut gone)) in old {
            gone.unmount();
        }
        // From the end: what comes after a row is then already where it belongs. A row that can stay is not touched, so that
        // whoever is typing in it keeps the focus.
        let stays = staying(&positions);
        for n in (0..rows.len()).rev() {
            if stays[n] {
                continue;
            }
            let (head, tail) = rows.split_at_mut(n + 1);
            if let Some((_, row)) = head.last_mut() {
                let placed = tail.iter().any(|(_, after)| after.insert_before_this(row));
                if !placed {
                    state.marker.insert_before_this(row);
                }
            }
        }
        state.rows = rows;
    }
}

impl Mountable for KeyedState {
    fn unmount(&mut self) {
        for (_, row) in &mut self.rows {
            row.unmount();
        }
        self.marker.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        for (_, row) in &mut self.rows {
            row.mount(parent, marker);
        }
        self.marker.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.rows.iter().any(|(_, row)| row.insert_before_this(child))
            || self.marker.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.rows.iter().flat_map(|(_, row)| row.elements()).collect()
    }
}

impl AddAnyAttr for Keyed {
    type Output<SomeNewAttr: Attribute> = Keyed;

    fn add_any_attr<NewAttr: Attribute>(self, attr: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        let attr = attr.into_cloneable_owned();
        let with = |(key, view): (String, AnyView)| (key, view.add_any_attr(attr.clone()).into_any());
        Keyed { views: self.views.into_iter().map(with).collect(), still: self.still }
    }
}

impl RenderHtml for Keyed {
    type AsyncOutput = Keyed;
    type Owned = Keyed;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {
        for (_, view) in &mut self.views {
            view.dry_resolve();
        }
    }

    async fn resolve(self) -> Self::AsyncOutput {
        let mut views = Vec::with_capacity(self.views.len());
        for (key, view) in self.views {
            views.push((key, view.resolve().await));
        }
        Keyed { views, still: self.still }
    }

    fn html_len(&self) -> usize {
        self.views.iter().map(|(_, view)| view.html_len()).sum::<usize>() + 3
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.into_views().to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.into_views().to_html_async_with_buf::<OUT_OF_ORDER>(
            buf,
            position,
            escape,
            mark_branches,
            extra_attrs,
        );
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        let rows = self
            .views
            .into_iter()
            .map(|(key, view)| (key, view.hydrate::<FROM_SERVER>(cursor, position)))
            .collect();
        let marker = cursor.next_placeholder(position);
        position.set(Position::NextChild);
        KeyedState { rows, marker }
    }

    async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        let mut rows = Vec::with_capacity(self.views.len());
        for (key, view) in self.views {
            rows.push((key, view.hydrate_async(cursor, position).await));
        }
        let marker = cursor.next_placeholder(position);
        position.set(Position::NextChild);
        KeyedState { rows, marker }
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::staying;

    #[test]
    fn a_row_moves_only_when_it_has_to() {
        // The first one went away, a new one came in between: nobody else is touched.
        assert_eq!(staying(&[Some(1), None, Some(2), Some(3)]), [true, false, true, true]);
        // The last came to the front.
        assert_eq!(staying(&[Some(2), Some(0), Some(1)]), [false, true, true]);
        assert_eq!(staying(&[]), Vec::<bool>::new());
        assert_eq!(staying(&[None, None]), [false, false]);
    }
}
