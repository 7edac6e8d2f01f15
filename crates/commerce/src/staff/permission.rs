use std::fmt;
use std::str::FromStr;

/// A text that names no permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a permission")]
pub struct UnknownPermission;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// One thing that a member of staff, a device or a partner may do, within the stores that are theirs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$doc])* $name,)* }

        impl Permission {
            /// Every permission.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// As in JSON, tokens and SQL.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

permissions! {
    /// Creates, replaces and imports stores.
    EditStores = "edit_stores";
    /// Closes a store for a while, and opens it again.
    CloseStores = "close_stores";
    /// Sees products as headquarters keeps them.
    ReadCatalog = "read_catalog";
    /// Edits categories, products, prices and assortments.
    EditCatalog = "edit_catalog";
    /// Sees stock, its movements, transfers and what runs low.
    ReadStock = "read_stock";
    /// Counts, receives, imports and transfers stock.
    EditStock = "edit_stock";
    /// Sees orders and what is booked.
    ReadOrders = "read_orders";
    /// Accepts, prepares and dispatches orders, or rejects them.
    FulfilOrders = "fulfil_orders";
    /// Hands orders over against their code.
    HandOver = "hand_over";
    /// Gives money back, and takes goods back.
    RefundOrders = "refund_orders";
    /// Sees how a customer of an open order is reached: that look is on record.
    ReadContacts = "read_contacts";
    /// Sees coupon templates, campaigns, promotions and what points are worth.
    ReadMarketing = "read_marketing";
    /// Edits them.
    EditMarketing = "edit_marketing";
    /// Sees sales and views.
    ReadSales = "read_sales";
    /// Sees what customers bought, and when.
    ReadCustomers = "read_customers";
    /// Sees the books, and the payment gateway against them.
    ReadFinance = "read_finance";
    /// Runs by hand what the scheduler runs.
    RunJobs = "run_jobs";
    /// Invites staff, moves them and shows them out.
    ManageStaff = "manage_staff";
    /// Edits roles and regions.
    ManageRoles = "manage_roles";
    /// Gives out keys to devices, partners and jobs.
    ManageKeys = "manage_keys";
    /// Sees who did what.
    ReadAudit = "read_audit";
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Self, UnknownPermission> {
        let mut all = Self::ALL.iter().copied();
        all.find(|permission| permission.as_str() == text)
            .ok_or(UnknownPermission)
    }
}

/// A set of permissions; as text, their names in order with spaces between (as `scope` in RFC 8693, section 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u32);

impl Permissions {
    /// None.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self((1 << Permission::ALL.len()) - 1);

    /// Whether `permission` is among them.
    #[must_use]
    pub const fn hold(self, permission: Permission) -> bool {
        self.0 & 1 << permission as u32 != 0
    }

    /// Whether all of `others` are among them: nobody gives what they do not have.
    #[must_use]
    pub const fn cover(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// One by one, in order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        let all = Permission::ALL.iter().copied();
        all.filter(move |permission| self.hold(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<T: IntoIterator<Item = Permission>>(permissions: T) -> Self {
        let bits = permissions.into_iter().map(|permission| 1 << permission as u32);
        Self(bits.fold(0, |all, bit| all | bit))
    }
}

impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, permission) in self.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{permission}")?;
        }
        Ok(())
    }
}

impl FromStr for Permissions {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Self, UnknownPermission> {
        text.split_ascii_whitespace().map(str::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn set_holds_what_was_put_in_and_nothing_else() {
        let set: Permissions = [Permission::ReadStock, Permission::HandOver]
            .into_iter()
            .collect();
        assert!(set.hold(Permission::HandOver) && !set.hold(Permission::EditStock));
        assert_eq!(set.to_string(), "read_stock hand_over");
        assert!(Permissions::ALL.cover(set) && !set.cover(Permissions::ALL) && set.cover(Permissions::NONE));
        assert_eq!(Permissions::ALL.iter().count(), Permission::ALL.len());
        assert_eq!("read_stock fly".parse::<Permissions>(), Err(UnknownPermission));
    }

    proptest! {
        #[test]
        fn text_and_set_agree(bits in 0..=Permissions::ALL.0) {
            let set = Permissions(bits);
            prop_assert_eq!(set.to_string().parse(), Ok(set));
            prop_assert_eq!(set.iter().collect::<Permissions>(), set);
        }
    }
}
