//! A tree as bytes: a format number, then for each cell, parents first, 0 if it is split, else its stores plus 1, as
//! LEB128. Each tree has exactly one form, so that a rebuilt directory equals the stored one byte for byte.

use super::{LEAF_STORES_MAX, Node, Tree};
use crate::geo::{Cell, LEVEL_MAX};

const FORMAT: u8 = 1;

/// Bytes that are no tree, at least not in canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// Written by another version.
    #[error("the format of the tree is unknown")]
    Format,
    /// Cut short, or longer than its last cell.
    #[error("the tree does not end where its bytes end")]
    Length,
    /// A number is too large or padded.
    #[error("a number in the tree is malformed")]
    Number,
    /// A cell is split that need not be, or is not split though it must.
    #[error("a cell of the tree is split wrongly")]
    Split,
}

impl Tree {
    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        for (index, node) in self.nodes.iter().enumerate() {
            let is_leaf = node.end as usize == index + 1;
            let mut number = if is_leaf { u64::from(node.stores) + 1 } else { 0 };
            while number > 0x7F {
                bytes.push(number as u8 | 0x80);
                number >>= 7;
            }
            bytes.push(number as u8);
        }
        bytes
    }

    /// The tree of these bytes.
    ///
    /// # Errors
    /// When they are not the canonical bytes of a tree.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TreeError> {
        let (format, mut rest) = bytes.split_first().ok_or(TreeError::Length)?;
        if *format != FORMAT {
            return Err(TreeError::Format);
        }
        let mut tree = Self {
            nodes: Vec::with_capacity(rest.len()),
        };
        for root in Cell::ROOTS {
            tree.read(root.level(), &mut rest)?;
        }
        if rest.is_empty() {
            Ok(tree)
        } else {
            Err(TreeError::Length)
        }
    }

    /// Appends one subtree; the number of its stores.
    fn read(&mut self, level: u8, rest: &mut &[u8]) -> Result<u32, TreeError> {
        let index = self.nodes.len();
        let number = number(rest)?;
        self.nodes.push(Node { stores: 0, end: 0 });
        let stores = match number.checked_sub(1) {
            Some(stores) if stores > LEAF_STORES_MAX && level < LEVEL_MAX => return Err(TreeError::Split),
            Some(stores) => stores,
            None if level == LEVEL_MAX => return Err(TreeError::Split),
            None => {
                let mut stores = 0u32;
                for _ in 0..4 {
                    stores = stores
                        .checked_add(self.read(level + 1, rest)?)
                        .ok_or(TreeError::Number)?;
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

fn number(rest: &mut &[u8]) -> Result<u32, TreeError> {
    let mut number = 0u64;
    for shift in (0..=28).step_by(7) {
        let (byte, after) = rest.split_first().ok_or(TreeError::Length)?;
        *rest = after;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            let padded = *byte == 0 && shift > 0;
            return u32::try_from(number)
                .ok()
                .filter(|_| !padded)
                .ok_or(TreeError::Number);
        }
    }
    Err(TreeError::Number)
}
