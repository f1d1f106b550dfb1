//! Read from the source: each page's address is known to belong to the room its page is in, so that it is fetched ahead of the click and
//! with the page (`app::rooms`).

use app::rooms::Room;

/// Address and room of each route; of pages in the program itself the frame's room, if they have that frame.
fn routes() -> Vec<(String, Option<Room>)> {
    let source = include_str!("../src/lib.rs");
    let (mut found, mut above, mut frame) = (Vec::new(), String::new(), None);
    for line in source.lines() {
        let Some((_, rest)) = line.split_once("path=path!(\"") else { continue };
        let (path, rest) = rest.split_once('"').unwrap();
        let view = rest.split_once("view=").unwrap().1.split([' ', '/', '>']).next().unwrap();
        let room = Room::ALL.iter().copied().find(|room| view.starts_with(&format!("{room:?}::")));
        if line.contains("<ParentRoute") {
            (above, frame) = (path.to_owned(), room);
        } else {
            let address = format!("{above}{path}").replace(":id", "7").replace(':', "");
            found.push((address, room.or(frame)));
        }
    }
    found
}

#[test]
fn every_address_belongs_to_the_room_of_its_page() {
    let routes = routes();
    assert!(routes.len() > 100, "{}", routes.len());
    let wrong: Vec<_> = routes.iter().filter(|(address, room)| Room::of_path(address) != *room).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for room in Room::ALL {
        assert!(routes.iter().any(|(_, known)| known == &Some(*room)), "{room:?} has no page");
    }
}

#[test]
fn guardians_and_visitors_need_no_room() {
    for (address, room) in routes() {
        let open = address.starts_with("/my") || room.is_none();
        assert_eq!(Room::of_address(&address).is_empty(), open, "{address}");
    }
}
