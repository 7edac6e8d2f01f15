//! The caller's address book.

use crate::account::{Account, stored};
use crate::keys::Keys;
use crate::{places, view};
use api::accounts::{AddressesView, DeletedView, PutAddress};
use api::checkout::Coord;
use api::problem::{Code, Problem};
use commerce::account::{ADDRESSES_MAX, Address, AddressDraft};
use commerce::field::{FieldError, Rule};
use commerce::geo::{CoordinateSystem, Point};
use commerce::ids::AddressId;
use storage::account::ACCOUNT;
use storage::account::address::{self, StoredAddress};
use storage::sql::SqlError;
use web::{Call, Reply};

/// Tries of a write that meets another one of the same address.
const TRIES_MAX: u32 = 3;

/// All addresses, by name.
pub async fn list_addresses(mut call: Call) -> Result<Reply, Problem> {
    let mut query = std::mem::take(&mut call.query);
    let system = match query.text("coord")?.as_deref() {
        None | Some("wgs84") => CoordinateSystem::Wgs84,
        Some("gcj02") => CoordinateSystem::Gcj02,
        Some(other) => return Err(Problem::invalid("coord", Rule::unknown(other))),
    };
    query.finish()?;
    let keys = Keys::of(&call).await?;
    let account = Account::mine(&call, &keys).await?;
    let stored = load(&call, &account).await?;
    let views = stored
        .iter()
        .map(|stored| view::address(&call, &account, stored, system));
    Ok(Reply::ok(&AddressesView {
        items: views.collect::<Result<_, _>>()?,
    }))
}

/// Creates or replaces the address that the path names.
pub async fn put_address(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id: AddressId = call.new_param("address", "1 to 40 letters, digits, - or _")?;
    let request: PutAddress = call.json()?;
    let (address, system) = read(&request)?;
    let keys = Keys::of(&call).await?;
    let account = Account::mine(&call, &keys).await?;
    let json = serde_json::to_string(&address).map_err(|_| Problem::new(Code::Internal))?;
    let place = [&*account.id, id.as_str()];
    let stored = StoredAddress {
        id: id.clone(),
        address: account.key.seal(places::address(&place), call.random(), &json),
        updated_ms: call.now_ms,
    };
    for _ in 0..TRIES_MAX {
        let book = load(&call, &account).await?;
        let is_new = book.iter().all(|known| known.id != id);
        let is_full = i64::try_from(book.len()).is_ok_and(|length| length >= ADDRESSES_MAX);
        if is_new && is_full {
            return Err(AddressDraft::too_many().into());
        }
        match address::put(call.sql(), &account.stored.customer, &stored, is_new).await {
            Ok(true) => {
                let view = view::address_view(id.to_string(), address, call.now_ms, system);
                return Ok(Reply::ok(&view));
            }
            // It came or went, or the book was filled, at this moment.
            Ok(false) | Err(SqlError::Refused { label: ACCOUNT, .. }) => {}
            Err(error) => return Err(call.sql_problem(&error)),
        }
    }
    Err(Problem::new(Code::Busy))
}

/// Removes the address that the path names.
pub async fn delete_address(mut call: Call) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let id: AddressId = call.param("address")?;
    let account = stored(&call).await?;
    match address::remove(call.sql(), &account.customer, &id).await {
        Ok(true) => Ok(Reply::ok(&DeletedView { id: id.to_string() })),
        Ok(false) | Err(SqlError::Refused { label: ACCOUNT, .. }) => Err(Problem::new(Code::NotFound)),
        Err(error) => Err(call.sql_problem(&error)),
    }
}

async fn load(call: &Call, account: &Account) -> Result<Vec<StoredAddress>, Problem> {
    address::of(call.sql(), &account.stored.customer)
        .await
        .map_err(|error| call.sql_problem(&error))
}

fn read(request: &PutAddress) -> Result<(Address, CoordinateSystem), Problem> {
    let system = match request.coord {
        Coord::Wgs84 => CoordinateSystem::Wgs84,
        Coord::Gcj02 => CoordinateSystem::Gcj02,
    };
    let point = match (request.lat, request.lng) {
        (Some(lat), Some(lng)) => Some(system.to_wgs84(Point::from_degrees(lat, lng)?)),
        (None, None) => None,
        (None, Some(_)) => return Err(FieldError::new("lat", Rule::Required).into()),
        (Some(_), None) => return Err(FieldError::new("lng", Rule::Required).into()),
    };
    let draft = AddressDraft {
        label: request.label.clone(),
        recipient: request.recipient.clone(),
        phone: request.phone.clone(),
        region: request.region.clone(),
        detail: request.detail.clone(),
        point,
    };
    Ok((draft.validate()?, system))
}
