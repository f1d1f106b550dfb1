//! Pages of persons in the order of their names (名单): each way in which a search is meant is read in its own order, as far as a page
//! goes, of the few sources that make up a scope.

use super::Search;
use super::listed::{COLUMNS, ListedRow};
use crate::error::{Error, Result};
use crate::school::is_here;
use crate::services::Pupils;
use crate::sorted::Sorted;
use crate::store::Vars;
use domain::id::{PersonId, UnitId};
use domain::org::OrgPath;
use domain::standing::Standing;
use domain::text::{Beginning, NameOrder, Sought};

/// Rows on one page.
const PAGE: usize = 50;

/// A part of the register that is read in order by one index.
#[derive(Debug, Clone)]
enum Source {
    /// A class (学校、年级、班级), by sound only.
    Class(UnitId, u8, String),
    School(UnitId),
    /// The schools that answer to this authority.
    Area(UnitId),
    Province(UnitId),
}

/// Where those are looked up in whose name something is a word.
#[derive(Debug, Clone)]
enum Place {
    /// A school.
    At(OrgPath),
    /// A unit with all that is below it.
    Below(OrgPath),
}

/// What a page is asked of.
pub(super) struct Asked<'a> {
    /// Who may be shown.
    path: &'a OrgPath,
    search: &'a Search,
    /// The parts of a name; none where everybody is listed.
    sought: Option<&'a Sought>,
    sources: Vec<Source>,
    /// The last person of the page before, and by which way it was found.
    after: Option<(usize, ListedRow)>,
}

/// A page as it was found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) rows: Vec<ListedRow>,
    pub(super) next: Option<PersonId>,
    /// Whether one word is in more names than are looked at, or shown.
    pub(super) left_off: bool,
    /// Rows that were looked at.
    read: usize,
}

impl Found {
    fn is_full(&self) -> bool {
        self.rows.len() > PAGE || self.next.is_some()
    }

    /// The page without the row that only said that there is another page.
    fn cut(mut self) -> Self {
        if self.rows.len() > PAGE {
            self.rows.truncate(PAGE);
            self.next = self.rows.last().map(|row| row.uid);
        }
        self
    }
}

impl Search {
    /// Whether somebody who is found by name is of the grade and class, or has left the schools, that were asked for.
    fn wants(&self, row: &ListedRow) -> bool {
        let left = |schools: &Vec<UnitId>| {
            let gone = matches!(row.standing, Standing::Pupil(status) if !is_here(status.code()));
            gone && schools.contains(&row.school)
        };
        self.grade.is_none_or(|grade| row.grade == grade)
            && self.class_name.as_ref().is_none_or(|class| row.class_name == *class)
            && self.left.as_ref().is_none_or(left)
    }

    fn narrows(&self) -> bool {
        self.grade.is_some() || self.class_name.is_some() || self.left.is_some()
    }
}

impl Asked<'_> {
    /// By which way a person is found: the place among the beginnings, one more for a word; none where nobody would be shown.
    fn way(&self, row: &ListedRow) -> Option<usize> {
        match self.sought {
            None => Some(0),
            Some(sought) => sought.way(&row.kept()),
        }
    }

    fn fits(&self, row: &ListedRow) -> bool {
        row.is_within(self.path) && self.search.wants(row)
    }

    fn beginnings(&self) -> Vec<Beginning> {
        let everybody = || vec![Beginning { order: self.search.order, prefix: String::new() }];
        self.sought.map_or_else(everybody, Sought::beginnings)
    }

    /// Where the page begins in one of the ways.
    fn start(&self, way: usize, beginning: &Beginning) -> String {
        match &self.after {
            Some((last, row)) if *last == way => row.kept().place(beginning.order).to_owned(),
            _ => beginning.prefix.clone(),
        }
    }

    /// The sources in an order: only by sound is there one for a class.
    fn sources(&self, order: NameOrder) -> Vec<Source> {
        match (&self.sources[..], self.search.grade, &self.search.class_name) {
            ([Source::School(school)], Some(grade), Some(class)) if order == NameOrder::Pinyin => {
                vec![Source::Class(school.clone(), grade, class.clone())]
            }
            (sources, ..) => sources.to_vec(),
        }
    }
}

impl Pupils<'_> {
    /// What a page is asked of, within a scope.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the page should go on after somebody who is not in the scope.
    pub(super) async fn asked<'a>(
        &self,
        path: &'a OrgPath,
        search: &'a Search,
        sought: Option<&'a Sought>,
    ) -> Result<Asked<'a>> {
        let sources = match &search.left {
            Some(schools) => schools.iter().cloned().map(Source::School).collect(),
            None => self.sources_of(path).await?,
        };
        let mut asked = Asked { path, search, sought, sources, after: None };
        if let Some(id) = search.after {
            // Only the id travels in addresses; the name it stands for is looked up here.
            // It may be anybody's id: only of somebody within the scope may the place in the alphabet show.
            let row = self.listed(&[id]).await?.into_iter().next().filter(|row| row.is_within(path));
            let row = row.ok_or(Error::NotFound("person"))?;
            // A name may have been corrected since the page before: who is not shown any more has no place in the list, which begins anew.
            asked.after = asked.way(&row).map(|way| (way, row));
        }
        Ok(asked)
    }

    /// The parts of the register that make up a scope, each of which is read by equality: a list of paths below a path could not be read in
    /// the order of names.
    async fn sources_of(&self, path: &OrgPath) -> Result<Vec<Source>> {
        let units = path.units();
        let Some(unit) = units.last() else { return Ok(Vec::new()) };
        if unit.is_school() {
            return Ok(vec![Source::School(unit.clone())]);
        }
        let kind = match units.len() {
            1 => "province",
            2 => return Ok(vec![Source::Province(unit.clone())]),
            _ => "county",
        };
        let mut below = self.known.parts.or_read(&self.store, unit, self.codes_below(unit, kind)).await?;
        below.push(unit.clone());
        let source = if units.len() == 1 { Source::Province } else { Source::Area };
        Ok(below.into_iter().map(source).collect())
    }

    async fn codes_below(&self, unit: &UnitId, kind: &str) -> Result<Vec<UnitId>> {
        let text = "SELECT VALUE uid FROM unit WHERE parent = $parent AND kind = $kind";
        self.store.rows(text, Vars::new().with("parent", unit).with("kind", kind)).await
    }

    /// One page, way by way without doubles.
    pub(super) async fn page_of(&self, asked: &Asked<'_>) -> Result<Found> {
        let mut found = Found::default();
        let first = asked.after.as_ref().map_or(0, |(way, _)| *way);
        for (way, beginning) in asked.beginnings().iter().enumerate().skip(first) {
            self.read_way(asked, way, beginning, &mut found).await?;
            if found.is_full() {
                return Ok(found.cut());
            }
        }
        if let Some(sought) = asked.sought {
            self.read_words(asked, sought, &mut found).await?;
        }
        Ok(found.cut())
    }

    /// Those whose name begins so, until the page is full. When most of them do not belong on it, it ends before, after somebody from whom
    /// the next one can go on.
    async fn read_way(
        &self,
        asked: &Asked<'_>,
        way: usize,
        beginning: &Beginning,
        found: &mut Found,
    ) -> Result<()> {
        let bounds = asked.search.bounds;
        let want = if asked.search.narrows() { bounds.slice } else { PAGE + 1 - found.rows.len() };
        let start = asked.start(way, beginning);
        let mut sorted = Sorted::after(asked.sources(beginning.order), &start, want);
        let read = |source, after, most| self.slice(source, beginning, after, most);
        while let Some((_, row)) = sorted.next(&read).await? {
            found.read += 1;
            // Who was found by a way before stands there.
            if asked.way(&row) != Some(way) {
                continue;
            }
            let last = row.uid;
            if asked.fits(&row) {
                found.rows.push(row);
            }
            if found.rows.len() > PAGE {
                break;
            }
            if found.read >= bounds.most_read {
                found.next = Some(last);
                break;
            }
        }
        Ok(())
    }

    /// Rows of one source after a place, with their places. The end of the beginning is looked for here: of two bounds of one column the
    /// engine keeps one, and with a condition left over it would not stop at the limit.
    async fn slice(
        &self,
        source: Source,
        beginning: &Beginning,
        after: String,
        most: usize,
    ) -> Result<Vec<(String, ListedRow)>> {
        let by = match beginning.order {
            NameOrder::Pinyin => "by_pinyin",
            NameOrder::Name => "by_name",
            NameOrder::Initials => "by_initials",
        };
        let vars = Vars::new().with("after", after);
        let (within, vars) = match source {
            Source::Class(school, grade, class) => (
                format!("school = $scope AND grade = {grade} AND class_name = $class"),
                vars.with("scope", school).with("class", class),
            ),
            Source::School(school) => ("school = $scope".to_owned(), vars.with("scope", school)),
            Source::Area(area) => ("area = $scope".to_owned(), vars.with("scope", area)),
            Source::Province(province) => ("province = $scope".to_owned(), vars.with("scope", province)),
        };
        let text = format!(
            "SELECT {COLUMNS} FROM person WHERE {within} AND {by} > $after ORDER BY {by} LIMIT {most}"
        );
        let rows: Vec<ListedRow> = self.store.rows(&text, vars).await?;
        let placed = rows.into_iter().map(|row| (row.kept().place(beginning.order).to_owned(), row));
        Ok(placed.take_while(|(place, _)| place.starts_with(&beginning.prefix)).collect())
    }

    /// Those of whose name what was typed is a word, in the order of lists. Of a word that more have, some are left off: they are counted
    /// when it is known that they belong on the list.
    async fn read_words(&self, asked: &Asked<'_>, sought: &Sought, found: &mut Found) -> Result<()> {
        let way = asked.beginnings().len();
        let most = asked.search.bounds.most_of_a_word;
        let places = self.places_of(asked).await?;
        let mut people: Vec<ListedRow> = Vec::new();
        for word in sought.words() {
            let mut of_word: Vec<ListedRow> = Vec::new();
            for place in &places {
                let (rows, cut) = self.with_word(asked, place, &word).await?;
                found.left_off |= cut;
                of_word.extend(rows.into_iter().filter(|row| asked.way(row) == Some(way) && asked.fits(row)));
            }
            found.left_off |= of_word.len() > most;
            of_word.truncate(most);
            people.extend(of_word);
        }
        people.sort_by(|one, other| one.listed.by_pinyin.cmp(&other.listed.by_pinyin));
        people.dedup_by_key(|row| row.uid);
        if let Some((last, row)) = &asked.after
            && *last == way
        {
            people.retain(|one| one.listed.by_pinyin > row.listed.by_pinyin);
        }
        people.truncate(PAGE + 1 - found.rows.len());
        found.rows.extend(people);
        Ok(())
    }

    /// Where words are looked up: where it is asked who has left, in each of the schools, else in the scope as a whole.
    async fn places_of(&self, asked: &Asked<'_>) -> Result<Vec<Place>> {
        let Some(schools) = &asked.search.left else { return Ok(vec![Place::Below(asked.path.clone())]) };
        let mut places = Vec::with_capacity(schools.len());
        for school in schools {
            places.push(Place::At(self.units().unit(school).await?.path));
        }
        Ok(places)
    }

    /// Those at a place of whose name something is a word, and whether there are more than were read. They are looked up in the order of the
    /// schools, so that nobody beyond the place is read. Where not everybody belongs on the list, more are read than are shown.
    async fn with_word(
        &self,
        asked: &Asked<'_>,
        place: &Place,
        word: &str,
    ) -> Result<(Vec<ListedRow>, bool)> {
        let bounds = asked.search.bounds;
        let most = if asked.search.narrows() { bounds.most_read } else { bounds.most_of_a_word };
        let (text, path) = match place {
            Place::At(path) => {
                let text = format!(
                    "SELECT {COLUMNS} FROM person WITH INDEX person_find WHERE find CONTAINS $word AND path = $path \
                     LIMIT {}",
                    most + 1
                );
                (text, path)
            }
            Place::Below(path) => {
                let text = format!(
                    "SELECT {COLUMNS} FROM person WITH INDEX person_find WHERE find CONTAINS $word AND path >= $path \
                     ORDER BY path LIMIT {}",
                    most + 1
                );
                (text, path)
            }
        };
        let vars = Vars::new().with("word", word).with("path", path);
        let mut rows: Vec<ListedRow> = self.store.rows(&text, vars).await?;
        rows.retain(|row| path.covers(&row.path));
        let cut = rows.len() > most;
        rows.truncate(most);
        Ok((rows, cut))
    }

    /// Those of these persons whom the search may show, in the order of lists; all of them stand on one page.
    pub(super) async fn page_of_these(&self, asked: &Asked<'_>, people: &[PersonId]) -> Result<Found> {
        let mut rows = self.listed(people).await?;
        rows.retain(|row| asked.fits(row));
        if let Some((_, last)) = &asked.after {
            rows.retain(|row| row.listed.by_pinyin > last.listed.by_pinyin);
        }
        rows.sort_by(|one, other| one.listed.by_pinyin.cmp(&other.listed.by_pinyin));
        Ok(Found { rows, ..Found::default() })
    }
}
