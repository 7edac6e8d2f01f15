//! How the customer of an order is reached, for the staff of its store.

use crate::account::Account;
use crate::keys::Keys;
use crate::places;
use api::accounts::ContactView;
use api::problem::{Code, Problem};
use commerce::account::{mask_name, mask_phone};
use commerce::ids::OrderId;
use commerce::staff::Permission;
use storage::order::load_of_store;
use vault::{Opened, Place};
use web::{Call, Reply};

/// Shows name and telephone number, masked unless the permission and the order's state need more. What was deleted is not there.
pub async fn get_order_contact(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let store = call.staff_store()?;
    let id: OrderId = call.param("order")?;
    let order = load_of_store(call.sql(), call.store_scope()?, &store, id)
        .await
        .map_err(|error| call.sql_problem(&error))?
        .ok_or_else(|| Problem::new(Code::NotFound))?
        .order;
    let is_open = order.state.is_paid() && !order.state.is_final();
    let masked = !(is_open && call.staff()?.permissions.hold(Permission::ReadContacts));
    let keys = Keys::of(&call).await?;
    let mut view = ContactView {
        order: id.to_string(),
        name: None,
        phone: None,
        masked,
    };
    if let Some(account) = Account::of(&call, &keys, &order.customer).await? {
        let row = [&*account.id];
        let open = |place: Place<'_>, sealed: &Option<String>| {
            let opened = sealed.as_ref().map(|sealed| account.read(&call, place, sealed));
            opened.transpose()
        };
        let show = |opened: Option<Opened>, mask: fn(&str) -> String| {
            opened.map(|text| {
                if masked {
                    mask(text.expose())
                } else {
                    text.expose().to_owned()
                }
            })
        };
        view.name = show(open(places::name(&row), &account.stored.name)?, mask_name);
        view.phone = show(open(places::phone(&row), &account.stored.phone)?, mask_phone);
        if !masked {
            call.record().await?;
        }
    }
    Ok(Reply::ok(&view))
}
