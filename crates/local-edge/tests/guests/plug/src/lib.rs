//! Exports a greeter; what it may use of its parent decides what it can do.

wit_bindgen::generate!({ path: "../wit", world: "plug", generate_all });

struct Plug;

export!(Plug);

impl exports::acme::greet::greeter::Guest for Plug {
    async fn greet(name: String) -> Result<String, String> {
        let greeting = spin_sdk::variables::get("greeting")
            .await
            .map_err(|error| error.to_string())?;
        Ok(format!("{greeting}, {name}"))
    }

    async fn peek() -> Result<String, String> {
        let store = spin_sdk::key_value::Store::open_default()
            .await
            .map_err(|error| error.to_string())?;
        let secret = store.get("secret").await.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(secret.unwrap_or_default()).unwrap_or_default())
    }
}
