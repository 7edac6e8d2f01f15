use std::collections::BTreeMap;

use super::{Category, CategoryDraft};
use crate::field::FieldError;
use crate::text::Locale;

/// The category of an imported article whose name says nothing of its use.
pub const GENERAL_CATEGORY: &str = "general";

struct ImportCategory {
    id: &'static str,
    en: &'static str,
    zh_cn: &'static str,
    /// Whole words in capitals, parted by blanks.
    keywords: &'static str,
}

/// The categories that an import sorts articles into, in the order in which they are tried: the more a word says of an
/// article's use, the earlier. A Christmas mug is seasonal, a mug with hearts is for the kitchen.
const CATEGORIES: [ImportCategory; 11] = [
    ImportCategory {
        id: "seasonal",
        en: "Seasonal",
        zh_cn: "节庆",
        keywords: "ADVENT BAUBLE CHRISTMAS EASTER HALLOWEEN REINDEER SANTA SNOWFLAKE SNOWMAN VALENTINE \
                   XMAS",
    },
    ImportCategory {
        id: "jewellery",
        en: "Jewellery",
        zh_cn: "饰品",
        keywords: "BANGLE BEAD BEADED BRACELET BROOCH CHARM DIAMANTE EARRING EARRINGS HAIR HAIRCLIP \
                   HAIRSLIDE NECKLACE PENDANT RING TIARA",
    },
    ImportCategory {
        id: "stationery",
        en: "Stationery",
        zh_cn: "文具",
        keywords: "BOOK CARD CARDS CHALK ENVELOPE ENVELOPES ERASER ERASERS JOURNAL NOTEBOOK PAPER \
                   PASSPORT PEN PENCIL PENCILS RIBBON RIBBONS RULER SKETCHBOOK STAMP STAMPS STATIONERY \
                   STENCIL STICKER STICKERS TAGS TAPE TISSUE WRAP WRAPPING",
    },
    ImportCategory {
        id: "lighting",
        en: "Lighting",
        zh_cn: "灯饰",
        keywords: "CANDELABRA CANDLE CANDLEHOLDER CANDLES CANDLESTICK CHANDELIER LAMP LAMPSHADE LANTERN \
                   LANTERNS LIGHT LIGHTS",
    },
    ImportCategory {
        id: "toys",
        en: "Toys",
        zh_cn: "玩具",
        keywords: "BALLOON BALLOONS BINGO CRAFT DOLL DOLLS DOMINOES FELTCRAFT GAME GAMES INFLATABLE \
                   JIGSAW KNITTING PLAYHOUSE PLAYING PUPPET PUZZLE SEWING SKIPPING TOY TOYS",
    },
    ImportCategory {
        id: "bags",
        en: "Bags and purses",
        zh_cn: "箱包",
        keywords: "BACKPACK BAG BAGS HANDBAG LUGGAGE PURSE RUCKSACK SATCHEL SHOPPER WALLET",
    },
    ImportCategory {
        id: "kitchen",
        en: "Kitchen and table",
        zh_cn: "厨房餐桌",
        keywords: "APRON BAKING BISCUIT BOTTLE BOWL BOWLS CAKE CAKESTAND CASES COASTER COASTERS COFFEE \
                   CUP CUPS CUTLERY CUTTER CUTTERS DINNER DISH EGG FONDUE GLASS JAM JAR JARS JUG \
                   KITCHEN LOLLY LUNCH MUG MUGS NAPKIN NAPKINS PANTRY PLACEMAT PLACEMATS PLATE PLATES \
                   RECIPE SAUCER SPOON SPOONS STRAWS TEA TEACUP TEAPOT TEASPOONS TRAY TUMBLER",
    },
    ImportCategory {
        id: "garden",
        en: "Garden",
        zh_cn: "园艺",
        keywords: "BIRD DECKCHAIR FLOWER FLOWERPOT GARDEN GARDENERS HERB PARASOL PICNIC PLANT PLANTER \
                   POT POTS TROWEL WATERING",
    },
    ImportCategory {
        id: "storage",
        en: "Storage",
        zh_cn: "收纳",
        keywords: "BASKET BASKETS BOX BOXES CABINET CHEST CRATE DRAWER DRAWERS HANGER HANGERS HOLDER \
                   HOOK HOOKS KNOB RACK SHELF STORAGE TIDY TIN TINS",
    },
    ImportCategory {
        id: "home",
        en: "Home",
        zh_cn: "家居",
        keywords: "BLANKET BUNTING CANVAS CHAIR CLOCK CURTAIN CURTAINS CUSHION CUSHIONS DECORATION \
                   DOORMAT DOORSTOP FRAME GARLAND HEART HEARTS INCENSE MAGNET MAGNETS MIRROR ORNAMENT \
                   PHOTO PLAQUE QUILT RUG SIGN STOOL TABLE THROW TILE TOWEL VASE WALL WREATH",
    },
    ImportCategory {
        id: GENERAL_CATEGORY,
        en: "General",
        zh_cn: "综合",
        keywords: "",
    },
];

/// The category of an article: the first of the import's categories that has a word of the English name as a keyword, else
/// [`GENERAL_CATEGORY`].
pub fn category_of_name(name: &str) -> &'static str {
    let upper = name.to_uppercase();
    let words: Vec<&str> = upper.split(|char: char| !char.is_alphabetic()).collect();
    let found = CATEGORIES.iter().find(|category| {
        category
            .keywords
            .split(' ')
            .any(|keyword| words.contains(&keyword))
    });
    found.map_or(GENERAL_CATEGORY, |category| category.id)
}

/// The categories that [`category_of_name`] names, sorted as they are tried, for an import to make first.
///
/// # Errors
/// None in practice: the list is fixed and tested.
pub fn import_categories() -> Result<Vec<Category>, Vec<FieldError>> {
    let drafts = CATEGORIES.iter().zip(1..).map(|(category, sort)| CategoryDraft {
        id: category.id.to_owned(),
        name: BTreeMap::from([
            (Locale::En.to_string(), category.en.to_owned()),
            (Locale::ZhCn.to_string(), category.zh_cn.to_owned()),
        ]),
        sort,
        parent: None,
    });
    drafts.map(|draft| draft.validate()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_category_with_a_word_of_the_name_is_taken() {
        for (name, category) in [
            ("BLUE POLKADOT COFFEE MUG", "kitchen"),
            ("Christmas mug", "seasonal"),
            ("SET 3 RETROSPOT TEA,COFFEE", "kitchen"),
            ("CARDHOLDER", "general"),
            ("", "general"),
        ] {
            assert_eq!(category_of_name(name), category, "{name}");
        }
    }

    #[test]
    fn every_category_can_be_made() {
        let made = import_categories().unwrap();
        assert_eq!(made.len(), CATEGORIES.len());
        assert!(
            made.iter()
                .any(|category| category.id.as_str() == GENERAL_CATEGORY)
        );
    }
}
