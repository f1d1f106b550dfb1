use super::*;
use crate::figure::FEW;
use proptest::prelude::*;

fn path(codes: &[&str]) -> OrgPath {
    codes.iter().fold(OrgPath::root(), |path, code| path.child(&code.parse().unwrap()))
}

fn unit(code: &str) -> Side {
    Side::Unit(code.parse().unwrap())
}

const YEAR: SchoolYear = SchoolYear::starting_in(2026);

#[test]
fn article_14_a_flow_counts_where_two_units_part_and_above_neither() {
    let one = path(&["320000", "320100", "320102", "2132000001"]);
    let two = path(&["320000", "320100", "320104", "2132000101"]);
    let flow = Flow::new(YEAR, Some(one.clone()), Some(two)).unwrap();
    let cells: Vec<(String, Side, Side)> =
        flow.cells().into_iter().map(|(at, from, to)| (at.to_string(), from, to)).collect();
    assert_eq!(
        cells,
        [
            ("320100".to_owned(), unit("320102"), unit("320104")),
            ("320102".to_owned(), unit("2132000001"), Side::Outside),
            ("320104".to_owned(), Side::Outside, unit("2132000101")),
        ],
        "to province and nation nobody moved"
    );
    let out = Flow::new(YEAR, Some(one.clone()), None).unwrap().cells();
    assert_eq!(out.len(), 4, "who leaves this register leaves every authority");
    assert!(out.iter().all(|(_, _, to)| *to == Side::Outside));
    let nation: Vec<_> = out.iter().filter(|(at, ..)| *at == UnitId::nation()).collect();
    assert_eq!(nation, [&(UnitId::nation(), unit("320000"), Side::Outside)]);
    assert_eq!(Flow::new(YEAR, Some(one.clone()), Some(one)), None, "who comes back has left nobody");
}

#[test]
fn a_counter_says_which_flow_it_counts_and_nothing_else_is_one() {
    let one = path(&["320000", "320100", "3132000001"]);
    for (from, to) in [(Some(one.clone()), None), (None, Some(one.clone()))] {
        let flow = Flow::new(YEAR, from, to).unwrap();
        assert!(Flow::is_counter(&flow.counter()));
        assert_eq!(Flow::from_counter(&flow.counter()), Some(flow));
    }
    for text in
        ["", "flow", "flow|2026|-|-", "flow|year|-|/000000/", "flow|2026|x|-", "case|transfer|approved"]
    {
        assert_eq!(Flow::from_counter(text), None, "{text}");
    }
    assert!(!Flow::is_counter("flows|2026"));
}

/// What the reader can make of what is told: for each cell below five every figure that agrees with the rest.
fn agreeing(counts: &[Vec<u64>], told: &ToldFlows, known: &[Known]) -> Vec<BTreeSet<u64>> {
    let size = counts.len();
    let told_at = |row: usize, column: usize| told.cells[row][column];
    let hidden: Vec<(usize, usize)> = (0..size)
        .flat_map(|row| (0..size).map(move |column| (row, column)))
        .filter(|(row, column)| !matches!(told_at(*row, *column), Cell::Number(_)))
        .collect();
    let sums = |table: &[Vec<u64>], n: usize| -> (u64, u64) {
        (table[n].iter().sum(), table.iter().map(|row| row[n]).sum())
    };
    let agrees = |told: Cell, known: bool, sum: u64, tried: u64| match told {
        Cell::Number(_) => tried == sum,
        Cell::Few => (1..FEW).contains(&tried),
        Cell::LeftOut => !known || tried == sum,
    };
    let both = |n: usize| known[n] == Known::Both;
    // What the schools received together.
    let together = |table: &[Vec<u64>]| -> u64 {
        (0..size).filter(|n| known[*n] == Known::Together).map(|n| sums(table, n).1).sum()
    };
    let mut found = vec![BTreeSet::new(); hidden.len()];
    let ranges: Vec<Vec<u64>> = hidden
        .iter()
        .map(|(row, column)| match told_at(*row, *column) {
            Cell::Few => (1..FEW).collect(),
            _ => (FEW..FEW + 8).collect(),
        })
        .collect();
    let mut turns = vec![0_usize; hidden.len()];
    loop {
        let mut tried = counts.to_vec();
        for (n, (row, column)) in hidden.iter().enumerate() {
            tried[*row][*column] = ranges[n][turns[n]];
        }
        let all = (0..size).all(|n| {
            let ((row, column), (row_tried, column_tried)) = (sums(counts, n), sums(&tried, n));
            agrees(told.rows[n], both(n), row, row_tried)
                && agrees(told.columns[n], both(n), column, column_tried)
        });
        let total = |table: &[Vec<u64>]| table.iter().flatten().sum::<u64>();
        if all
            && together(counts) == together(&tried)
            && agrees(told.total, false, total(counts), total(&tried))
        {
            for (n, (row, column)) in hidden.iter().enumerate() {
                found[n].insert(tried[*row][*column]);
            }
        }
        let Some(next) = (0..turns.len()).find(|n| turns[*n] + 1 < ranges[*n].len()) else { break };
        turns[..next].fill(0);
        turns[next] += 1;
    }
    let few = |n: &usize| told_at(hidden[*n].0, hidden[*n].1) == Cell::Few;
    (0..hidden.len()).filter(few).map(|n| found[n].clone()).collect()
}

/// Three units; nobody moves within one.
fn tables() -> impl Strategy<Value = Vec<Vec<u64>>> {
    proptest::collection::vec(prop_oneof![Just(0_u64), 1_u64..5, 5_u64..9], 6)
        .prop_map(|n| vec![vec![0, n[0], n[1]], vec![n[2], 0, n[3]], vec![n[4], n[5], 0]])
}

fn known() -> impl Strategy<Value = Known> {
    prop_oneof![Just(Known::Nothing), Just(Known::Together), Just(Known::Both)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn article_25_no_figure_that_is_hidden_can_be_worked_out(
        counts in tables(), known in proptest::collection::vec(known(), 3)
    ) {
        if let Some(table) = told(&counts, &known) {
            for figures in agreeing(&counts, &table, &known) {
                prop_assert!(figures.len() > 1, "{counts:?} told as {table:?}: {figures:?}");
            }
        }
    }

    #[test]
    fn what_is_told_is_right_and_nothing_below_five_is(counts in tables()) {
        // Where every sum may be left out there is always a way.
        let table = told(&counts, &[Known::Nothing; 3]).unwrap();
        for (row, cells) in table.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let n = counts[row][column];
                match cell {
                    Cell::Number(told) => prop_assert!(*told == n && (n == 0 || n >= FEW)),
                    Cell::Few => prop_assert!((1..FEW).contains(&n)),
                    Cell::LeftOut => prop_assert!(n >= FEW),
                }
            }
        }
        for (n, sum) in table.rows.iter().enumerate() {
            if let Cell::Number(sum) = sum {
                let whole: u64 = counts[n].iter().sum();
                prop_assert!(*sum == whole && (whole == 0 || whole >= FEW));
            }
        }
    }
}

#[test]
fn the_sums_through_the_only_hidden_figure_are_left_out() {
    let counts = vec![vec![0, 3, 40], vec![20, 0, 30], vec![50, 60, 0]];
    let table = told(&counts, &[Known::Nothing; 3]).unwrap();
    assert_eq!(table.cells[0], [Cell::Number(0), Cell::Few, Cell::Number(40)]);
    assert_eq!(table.rows, [Cell::LeftOut, Cell::Number(50), Cell::Number(110)]);
    assert_eq!(table.columns, [Cell::Number(70), Cell::LeftOut, Cell::Number(70)]);
    assert_eq!(table.total, Cell::LeftOut, "with the other sums it would say the one");
}

#[test]
fn where_the_sums_are_known_from_elsewhere_figures_are_left_out_instead() {
    let counts = vec![vec![0, 3, 40], vec![20, 0, 30], vec![50, 60, 0]];
    // The only round through 3 → 1 would have to go through a place where nobody can move.
    assert_eq!(told(&counts, &[Known::Both; 3]), None);
    let four = |n: u64| vec![vec![0, n, 40, 9], vec![20, 0, 30, 8], vec![50, 60, 0, 7], vec![6, 70, 80, 0]];
    let table = told(&four(3), &[Known::Both; 4]).unwrap();
    assert_eq!(table.cells[0][1], Cell::Few);
    assert_eq!(table.rows[0], Cell::Number(52), "it is known");
    let left_out = table.cells.iter().flatten().filter(|cell| **cell == Cell::LeftOut).count();
    assert!((3..=6).contains(&left_out), "{table:?}");
}

#[test]
fn what_schools_received_is_not_told_by_what_they_received_together() {
    let counts = vec![vec![0, 3, 8], vec![7, 0, 6], vec![5, 6, 0]];
    let table = told(&counts, &[Known::Together; 3]).unwrap();
    assert_eq!(table.cells[0][1], Cell::Few);
    // The one sum that is not told is what the others leave of all they received; what it is made of stays open.
    assert!(agreeing(&counts, &table, &[Known::Together; 3]).iter().all(|figures| figures.len() > 1));
}

#[test]
fn two_hidden_figures_that_their_sum_gives_away_are_not_safe() {
    // 4 + 4 = 8: with the sum, «below five» twice says four twice.
    let counts = vec![vec![0, 4, 4], vec![0, 0, 90], vec![0, 80, 0]];
    let table = told(&counts, &[Known::Nothing; 3]).unwrap();
    assert_eq!(table.rows[0], Cell::LeftOut);
    let safe = vec![vec![0, 3, 4], vec![0, 0, 3], vec![0, 2, 0]];
    let table = told(&safe, &[Known::Nothing; 3]).unwrap();
    assert_eq!(table.rows[0], Cell::Number(7), "3 + 4 and 4 + 3 are both as good");
}

#[test]
fn an_empty_table_is_told_as_it_is() {
    let table = told(&[vec![0, 0], vec![0, 0]], &[Known::Both; 2]).unwrap();
    assert_eq!((table.total, table.rows), (Cell::Number(0), vec![Cell::Number(0); 2]));
    assert!(told(&[], &[]).unwrap().cells.is_empty());
}
