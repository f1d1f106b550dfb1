//! The path of a school in the columns of a row: as it is, and the authority (学籍主管部门) and the province on it, by which lists are
//! read. They are made from the path whenever the row is written, so that none of them is ever set without the others.

use domain::id::UnitId;
use domain::org::OrgPath;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize)]
struct Columns<'a> {
    path: &'a OrgPath,
    area: UnitId,
    province: UnitId,
}

#[derive(Deserialize)]
struct Path {
    path: OrgPath,
}

pub(super) fn serialize<S: Serializer>(path: &OrgPath, serializer: S) -> Result<S::Ok, S::Error> {
    Columns { path, area: path.authority(), province: path.province() }.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OrgPath, D::Error> {
    Ok(Path::deserialize(deserializer)?.path)
}

#[cfg(test)]
mod tests {
    use domain::org::OrgPath;
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Serialize, Deserialize)]
    struct Row {
        name: String,
        #[serde(flatten, with = "super")]
        path: OrgPath,
    }

    #[test]
    fn article_3_the_columns_agree_with_the_path_however_a_row_is_moved() {
        let path = |codes: &[&str]| {
            codes.iter().fold(OrgPath::root(), |path, code| path.child(&code.parse().unwrap()))
        };
        let mut row =
            Row { name: "张三".into(), path: path(&["320000", "320100", "320102", "2132000001"]) };
        let written = serde_json::to_value(&row).unwrap();
        let first = "/000000/320000/320100/320102/2132000001/";
        assert_eq!(written, json!({ "name": "张三", "path": first, "area": "320102", "province": "320000" }));
        row.path = path(&["330000", "330100", "3133000001"]);
        let written = serde_json::to_value(&row).unwrap();
        assert_eq!((&written["area"], &written["province"]), (&json!("330100"), &json!("330000")));
        // Only the path is read: a column that says something else is put right with the next writing.
        let read: Row =
            serde_json::from_value(json!({ "name": "张三", "path": first, "area": "1", "id": "x" })).unwrap();
        assert_eq!(read.path.as_str(), first);
        assert_eq!(serde_json::to_value(&read).unwrap()["area"], json!("320102"));
    }
}
