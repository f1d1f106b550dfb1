//! How a table of flows is told. A figure below five (少于5) may be of a child that somebody knows, and is not told; nor is anything from
//! which it could be worked out: not from the sums of rows and columns, not from the bounds that «少于5» itself says.
//!
//! Whether a hidden figure can be worked out is decided exactly. The tables that say the same as what is told differ from each other by
//! rounds: one more here, one less in the same row, one more in that column, and so on until the round closes. Where a round goes through a
//! hidden figure and keeps every bound, another figure is as good; where none does, the reader could compute it, and more is left out
//! until one does.

use crate::figure::{FEW, is_few};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A figure of the table as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// As it is.
    Number(u64),
    /// One to four.
    Few,
    /// Left out so that no other can be worked out.
    LeftOut,
}

/// A table of flows as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldFlows {
    /// The cells, row by row: from whom, to whom.
    pub cells: Vec<Vec<Cell>>,
    /// The sum of each row: who left.
    pub rows: Vec<Cell>,
    /// The sum of each column: who came.
    pub columns: Vec<Cell>,
    /// The sum of all.
    pub total: Cell,
}

/// What other pages say of the sums of a row and of a column with the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Neither sum: of the outside of the nation.
    Nothing,
    /// How many all schools of the table received together, which is the authority's own figure of concluded transfers less those of the
    /// units below it that are no schools. Of one school it is told to nobody who may not list its pupils by name.
    Together,
    /// Both sums: of a unit with units below it the table of those, of the outside the table above. They cannot be left out.
    Both,
}

/// What may be said of a figure that is not told.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    least: u64,
    most: u64,
}

/// How a sum stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sum {
    Told,
    /// Below five, and said to be.
    Few,
    LeftOut,
}

/// A row, a column, or what sums that are not told have in common: all of them, or those of the columns of schools, whose sum is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Row(usize),
    Column(usize),
    Free,
    Together,
}

struct Table<'a> {
    size: usize,
    known: &'a [Known],
    counts: &'a [Vec<u64>],
    hidden: Vec<Option<Bounds>>,
    row_sums: Vec<(u64, Sum)>,
    column_sums: Vec<(u64, Sum)>,
}

/// The table of these figures, as many rows as columns, as it is told. None when no way of leaving figures out would keep the hidden ones
/// hidden: then nothing of the table is told.
pub fn told(counts: &[Vec<u64>], known: &[Known]) -> Option<ToldFlows> {
    let mut table = Table::new(counts, known);
    for row in 0..table.size {
        for column in 0..table.size {
            if is_few(table.count(row, column)) && !table.protect(row, column) {
                return None;
            }
        }
    }
    Some(table.told())
}

/// Whether a sum may be one more as far as the reader knows: one below five stays between one and four.
fn may_rise((n, sum): &(u64, Sum)) -> bool {
    *sum == Sum::LeftOut || (*sum == Sum::Few && n + 1 < FEW)
}

/// The same for one less.
fn may_fall((n, sum): &(u64, Sum)) -> bool {
    *sum == Sum::LeftOut || (*sum == Sum::Few && *n > 1)
}

impl<'a> Table<'a> {
    fn new(counts: &'a [Vec<u64>], known: &'a [Known]) -> Self {
        let size = counts.len();
        let (hidden, row_sums, column_sums) = (Vec::new(), Vec::new(), Vec::new());
        let mut table = Self { size, known, counts, hidden, row_sums, column_sums };
        let few = Bounds { least: 1, most: FEW - 1 };
        let places = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
        table.hidden = places.map(|(row, column)| is_few(table.count(row, column)).then_some(few)).collect();
        let sum = |n: u64| (n, if is_few(n) { Sum::Few } else { Sum::Told });
        let of_row = |row| (0..size).map(|column| table.count(row, column)).sum::<u64>();
        let of_column = |column| (0..size).map(|row| table.count(row, column)).sum::<u64>();
        let row_sums = (0..size).map(of_row).map(sum).collect();
        let column_sums = (0..size).map(of_column).map(sum).collect();
        Self { row_sums, column_sums, ..table }
    }

    fn count(&self, row: usize, column: usize) -> u64 {
        self.counts.get(row).and_then(|row| row.get(column)).copied().unwrap_or_default()
    }

    fn known(&self, side: usize) -> Known {
        self.known.get(side).copied().unwrap_or(Known::Nothing)
    }

    fn bounds(&self, row: usize, column: usize) -> Option<Bounds> {
        self.hidden.get(row * self.size + column).copied().flatten()
    }

    /// Leaves a figure of five or more out.
    fn leave_out(&mut self, row: usize, column: usize) {
        if let Some(hidden) = self.hidden.get_mut(row * self.size + column)
            && hidden.is_none()
        {
            *hidden = Some(Bounds { least: FEW, most: u64::MAX });
        }
    }

    /// Leaves the sums through a cell out, where that hides them.
    fn leave_sums_out(&mut self, row: usize, column: usize) {
        let known = [row, column].map(|side| self.known(side) == Known::Both);
        for ((sums, n), known) in
            [(&mut self.row_sums, row), (&mut self.column_sums, column)].into_iter().zip(known)
        {
            if let Some((_, sum)) = sums.get_mut(n)
                && *sum == Sum::Told
                && !known
            {
                *sum = Sum::LeftOut;
            }
        }
    }

    /// Leaves out what has to be so that the figure of a cell cannot be worked out; whether that can be done.
    fn protect(&mut self, row: usize, column: usize) -> bool {
        if self.is_safe(row, column) {
            return true;
        }
        self.leave_sums_out(row, column);
        if self.is_safe(row, column) {
            return true;
        }
        // Another one in its row or its column, whose own other sum can vary.
        let in_row = (0..self.size).filter(|other| *other != column).map(|other| (row, other));
        let in_column = (0..self.size).filter(|other| *other != row).map(|other| (other, column));
        let known = |side: usize| self.known(side) == Known::Both;
        let is_told = |sum: Option<&(u64, Sum)>| sum.is_some_and(|(_, sum)| *sum == Sum::Told);
        let varies = |(other_row, other_column): &(usize, usize)| {
            if *other_row == row {
                !known(*other_column) || !is_told(self.column_sums.get(*other_column))
            } else {
                !known(*other_row) || !is_told(self.row_sums.get(*other_row))
            }
        };
        let there = in_row.chain(in_column).filter(|(row, column)| self.count(*row, *column) > 0);
        let mut partners: Vec<(usize, usize)> = there.filter(varies).collect();
        partners.sort_by_key(|(row, column)| self.cost(*row, *column));
        for (other_row, other_column) in partners {
            self.leave_out(other_row, other_column);
            self.leave_sums_out(other_row, other_column);
            if self.is_safe(row, column) {
                return true;
            }
        }
        // Four corners of which each can be as much more as its neighbour is less.
        let mut corners: Vec<(u64, usize, usize)> = Vec::new();
        for other_row in (0..self.size).filter(|other| *other != row) {
            for other_column in (0..self.size).filter(|other| *other != column) {
                let all = [(row, other_column), (other_row, column), (other_row, other_column)];
                if all.iter().all(|(row, column)| self.count(*row, *column) > 0) {
                    let cost = all.iter().map(|(row, column)| self.cost(*row, *column)).sum::<u64>();
                    corners.push((cost, other_row, other_column));
                }
            }
        }
        corners.sort_unstable();
        for (_, other_row, other_column) in corners {
            for (row, column) in [(row, other_column), (other_row, column), (other_row, other_column)] {
                self.leave_out(row, column);
            }
            if self.is_safe(row, column) {
                return true;
            }
        }
        false
    }

    /// How much is lost by leaving a figure out.
    fn cost(&self, row: usize, column: usize) -> u64 {
        if self.bounds(row, column).is_some() { 0 } else { self.count(row, column) }
    }

    /// Whether another figure of the cell agrees with all that is told.
    fn is_safe(&self, row: usize, column: usize) -> bool {
        let Some(bounds) = self.bounds(row, column) else { return true };
        let (count, cell) = (self.count(row, column), (row, column));
        let (row, column) = (Node::Row(row), Node::Column(column));
        (count < bounds.most && self.closes(column, row, cell))
            || (count > bounds.least && self.closes(row, column, cell))
    }

    /// Whether a round that has come to `start` through a cell goes on to `end`, whence it goes through the cell again. It goes from a row to
    /// a column by one more, from a column to a row by one less, and from one sum that is not told to any other; of the columns of schools
    /// to another of them, because what they received together is known.
    fn closes(&self, start: Node, end: Node, cell: (usize, usize)) -> bool {
        let mut seen = vec![false; 2 * self.size + 2];
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            if node == end {
                return true;
            }
            for next in self.ways(node, cell) {
                let place = match next {
                    Node::Row(row) => row,
                    Node::Column(column) => self.size + column,
                    Node::Free => 2 * self.size,
                    Node::Together => 2 * self.size + 1,
                };
                if let Some(seen) = seen.get_mut(place)
                    && !*seen
                {
                    *seen = true;
                    waiting.push_back(next);
                }
            }
        }
        false
    }

    fn ways(&self, node: Node, cell: (usize, usize)) -> Vec<Node> {
        let other = |row: usize, column: usize| (row, column) != cell;
        let mut ways = Vec::new();
        match node {
            Node::Row(row) => {
                let rises = |column: &usize| {
                    other(row, *column)
                        && self.bounds(row, *column).is_some_and(|one| self.count(row, *column) < one.most)
                };
                ways.extend((0..self.size).filter(rises).map(Node::Column));
                ways.extend(self.row_sums.get(row).filter(|sum| may_fall(sum)).map(|_| Node::Free));
            }
            Node::Column(column) => {
                let falls = |row: &usize| {
                    other(*row, column)
                        && self.bounds(*row, column).is_some_and(|one| self.count(*row, column) > one.least)
                };
                ways.extend((0..self.size).filter(falls).map(Node::Row));
                let rises = self.column_sums.get(column).filter(|sum| may_rise(sum));
                ways.extend(rises.map(|_| self.among(column)));
            }
            Node::Free | Node::Together => {
                let rows =
                    self.row_sums.iter().enumerate().filter(|(_, sum)| node == Node::Free && may_rise(sum));
                ways.extend(rows.map(|(row, _)| Node::Row(row)));
                let columns = self.column_sums.iter().enumerate();
                let columns = columns.filter(|(column, sum)| self.among(*column) == node && may_fall(sum));
                ways.extend(columns.map(|(column, _)| Node::Column(column)));
            }
        }
        ways
    }

    /// With which sums that of a column has to agree.
    fn among(&self, column: usize) -> Node {
        if self.known(column) == Known::Together { Node::Together } else { Node::Free }
    }

    fn told(&self) -> ToldFlows {
        let cell = |row: usize, column: usize| {
            let n = self.count(row, column);
            match self.bounds(row, column) {
                None => Cell::Number(n),
                Some(_) if is_few(n) => Cell::Few,
                Some(_) => Cell::LeftOut,
            }
        };
        let sum = |(n, sum): &(u64, Sum)| match sum {
            Sum::Told => Cell::Number(*n),
            Sum::Few => Cell::Few,
            Sum::LeftOut => Cell::LeftOut,
        };
        let whole = |sums: &[(u64, Sum)]| sums.iter().all(|(_, sum)| *sum == Sum::Told);
        let total = self.row_sums.iter().map(|(n, _)| n).sum();
        // Where one side of the sums is told whole, the reader has the sum of all anyway.
        let has_total = whole(&self.row_sums) || whole(&self.column_sums);
        ToldFlows {
            cells: (0..self.size)
                .map(|row| (0..self.size).map(|column| cell(row, column)).collect())
                .collect(),
            rows: self.row_sums.iter().map(sum).collect(),
            columns: self.column_sums.iter().map(sum).collect(),
            total: if has_total { Cell::Number(total) } else { Cell::LeftOut },
        }
    }
}
