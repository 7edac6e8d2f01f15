//! A tree as bytes: a format number, then for each cell, parents first, 0 if it is split, else its stores plus 1, as
//! LEB128. Each tree has exactly one form, so that a rebuilt directory equals the stored one byte for byte.

use super::{LEAF_STORES_MAX, Node, Tree};
use crate::geo::{Cell, LEVEL_MAX};
use crate::varint::{Reader, Writer};

const FORMAT: u8 = 1;

/// Why bytes are no tree, at least not in canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// Written by another version.
    #[error("the format of the tree is unknown")]
    Format,
    /// Cut short, too long, or a number in it is not in its shortest form.
    #[error("the bytes of the tree are malformed")]
    Malformed,
    /// A cell is split that need not be, or is not split though it must.
    #[error("a cell of the tree is split wrongly")]
    Split,
}

impl Tree {
    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.byte(FORMAT);
        for (index, node) in self.nodes.iter().enumerate() {
            let is_leaf = node.end as usize == index + 1;
            out.number(if is_leaf { u64::from(node.stores) + 1 } else { 0 });
        }
        out.finish()
    }

    /// The tree of these bytes.
    ///
    /// # Errors
    /// When they are not the canonical bytes of a tree.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TreeError> {
        let mut reader = Reader::new(bytes);
        if reader.byte().ok_or(TreeError::Malformed)? != FORMAT {
            return Err(TreeError::Format);
        }
        let mut tree = Self {
            nodes: Vec::with_capacity(reader.left()),
        };
        for root in Cell::ROOTS {
            tree.read(root.level(), &mut reader)?;
        }
        if reader.left() == 0 {
            Ok(tree)
        } else {
            Err(TreeError::Malformed)
        }
    }

    /// Appends one subtree; the number of its stores.
    fn read(&mut self, level: u8, reader: &mut Reader<'_>) -> Result<u32, TreeError> {
        let index = self.nodes.len();
        let number: u32 = reader.small().ok_or(TreeError::Malformed)?;
        self.nodes.push(Node { stores: 0, end: 0 });
        let stores = match number.checked_sub(1) {
            Some(stores) if stores > LEAF_STORES_MAX && level < LEVEL_MAX => return Err(TreeError::Split),
            Some(stores) => stores,
            None if level == LEVEL_MAX => return Err(TreeError::Split),
            None => {
                let mut stores = 0u32;
                for _ in 0..4 {
                    let part = self.read(level + 1, reader)?;
                    stores = stores.checked_add(part).ok_or(TreeError::Malformed)?;
                }
                if stores <= LEAF_STORES_MAX {
                    return Err(TreeError::Split);
                }
                stores
            }
        };
        self.nodes[index] = Node {
            stores,
            end: self.nodes.len() as u32,
        };
        Ok(stores)
    }
}
