//! The places at which a decoder looks, as one tree, and the regions of bodies: see [`error_layout::decoding`].

use error_layout::NONE_U16;
use error_layout::decoding::{leaf_flag, place, place_flag, role, usual};

use super::strings::StringTable;
use crate::lower::shape::Shape;

/// How many places a catalog can have. What more there is, no decoder finds.
const MAX_PLACES: usize = NONE_U16 as usize;

/// The members beside a code: its system and its display.
const BESIDE_A_CODE: [&str; 2] = ["system", "display"];

/// The path of the issues of an OperationOutcome.
const ISSUES: [&str; 1] = ["issue"];

/// The number of a place, or none.
pub(super) fn number(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(NONE_U16)
}

/// The places of a catalog.
#[derive(Default)]
pub(super) struct Places<'c> {
    /// In the order in which they were found; the first is the body.
    nodes: Vec<Node<'c>>,
    /// The nodes in the order in which they are numbered.
    order: Vec<usize>,
    /// By row: the node of each region.
    regions: Vec<usize>,
}

#[derive(Default)]
struct Node<'c> {
    name: &'c str,
    parent: usize,
    children: Vec<usize>,
    number: usize,
    /// Whether a leaf reads an array or an object here as one value.
    is_whole: bool,
}

impl<'c> Places<'c> {
    /// The places of all leaves, and the usual ones in each region.
    pub(super) fn new(shapes: &[Option<Shape<'c>>]) -> Self {
        let mut places = Self {
            nodes: vec![Node::default()],
            order: Vec::new(),
            regions: vec![0],
        };
        // Templates come first: what they have is what mostly comes, and in their order.
        for shape in shapes.iter().flatten() {
            for leaf in &shape.leaves {
                let repeated = shape.repeated.iter().flatten().filter(|_| leaf.is_repeated());
                let node = places.add(0, repeated.chain(&leaf.path).copied());
                places.nodes[node].is_whole |= leaf.flags & leaf_flag::JSON != 0;
                if leaf.role == role::CODE {
                    let parent = places.nodes[node].parent;
                    for name in BESIDE_A_CODE {
                        places.add(parent, [name]);
                    }
                }
            }
        }
        let issue = places.add(0, ISSUES);
        places.regions.push(issue);
        for shape in shapes.iter().flatten().filter(|shape| shape.repeated.is_some()) {
            let region = places.add(0, shape.repeated.iter().flatten().copied());
            if !places.regions.contains(&region) {
                places.regions.push(region);
            }
        }
        for region in places.regions.clone() {
            for path in usual::PATHS {
                places.add(region, path.iter().copied());
            }
        }
        places.number();
        places
    }

    /// The node at a path from another one, made if there is none.
    fn add(&mut self, from: usize, path: impl IntoIterator<Item = &'c str>) -> usize {
        let mut at = from;
        for name in path {
            at = self.child(at, name).unwrap_or_else(|| {
                let new = self.nodes.len();
                self.nodes.push(Node {
                    name,
                    parent: at,
                    ..Node::default()
                });
                self.nodes[at].children.push(new);
                new
            });
        }
        at
    }

    fn child(&self, node: usize, name: &str) -> Option<usize> {
        let mut children = self.nodes[node].children.iter().copied();
        children.find(|child| self.nodes[*child].name == name)
    }

    /// Numbers the nodes so that those in one are next to each other.
    fn number(&mut self) {
        self.order = vec![0];
        let mut next = 0;
        while let Some(&node) = self.order.get(next) {
            self.nodes[node].number = next;
            let children = &self.nodes[node].children;
            self.order.extend(children);
            next += 1;
        }
        self.order.truncate(MAX_PLACES);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The number of the place at a path in a region.
    pub(super) fn number_of(&self, row: usize, path: &[&str]) -> usize {
        let found = path.iter().try_fold(self.regions[row], |at, name| self.child(at, name));
        found.map_or(MAX_PLACES, |node| self.nodes[node].number)
    }

    /// The places of `system` and `display` beside a code.
    pub(super) fn beside(&self, row: usize, code: &[&str]) -> [usize; 2] {
        let (_, parents) = code.split_last().unwrap_or((&"", &[]));
        BESIDE_A_CODE.map(|name| self.number_of(row, &[parents, &[name]].concat()))
    }

    /// The row of the region that is repeated at a path.
    pub(super) fn row_of(&self, repeated: &[&str]) -> usize {
        let node = repeated.iter().try_fold(0, |at, name| self.child(at, name));
        self.regions
            .iter()
            .position(|region| Some(*region) == node)
            .unwrap_or(0)
    }

    /// The records of all places.
    pub(super) fn records(&self, strings: &mut StringTable) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len() * place::SIZE);
        for &node in &self.order {
            let node = &self.nodes[node];
            let first = node.children.first().map_or(0, |child| self.nodes[*child].number);
            let record = place::Record {
                key: strings.add(&format!("\"{}\":", node.name)),
                parent: number(self.nodes[node.parent].number),
                children: number(first),
                count: number(node.children.len()),
                flags: if node.name.contains(['"', '\\']) {
                    0
                } else {
                    place_flag::PLAIN
                } | if node.is_whole { place_flag::WHOLE } else { 0 },
            };
            bytes.extend_from_slice(&record.to_bytes());
        }
        bytes
    }

    /// The rows of all regions.
    pub(super) fn rows(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (row, region) in self.regions.iter().enumerate() {
            let usual = usual::PATHS.iter().map(|path| self.number_of(row, path));
            for number in std::iter::once(self.nodes[*region].number).chain(usual) {
                bytes.extend(self::number(number).to_le_bytes());
            }
        }
        bytes
    }
}
