// A configured place to upload to, as a value. Holds no secret.
#pragma once

#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace gantry {

// How hard a resumed part is checked. Full: every listed part is read again and compared with what the store
// says. Fast: a journaled receipt of an unchanged file is believed.
enum class VerifyMode { Automatic, Fast, Full };

enum class SecretStoreKind {
    Keychain, // the system's
    Memory,   // read again at each start from the variable or file it was given as
    File,     // 0600 in the state folder; only when asked for by name
};

// One line of a backend's settings form. Also the command line's source of options.
struct SettingsField
{
    enum class Type { Text, Url, Secret, Flag, File };

    QString name;  // key in DestinationSettings::fields
    QString label; // source text for people, as BackendTraits::displayName
    Type type = Type::Text;
    bool required = false;
    QString help;
};

// A kind of destination as forms and options see it.
struct DestinationKind
{
    QString kind;        // a backend of the catalogue
    QString displayName; // source text for people
    QList<SettingsField> fields;
    bool listsUnfinished = false; // tells what is unfinished there
};

struct DestinationSettings
{
    QString name; // unique, chosen by the user
    QString kind; // a backend of the catalogue
    QMap<QString, QString> fields;
    std::optional<qint64> partSize; // bytes
    int partsInFlight = 4;          // per file
    int connectionLimit = 8;        // for the whole destination
    QString caFile;                 // PEM; empty: the system's
    VerifyMode verify = VerifyMode::Automatic;
    SecretStoreKind secretStore = SecretStoreKind::Keychain;
    QString secretSource; // SecretStoreKind::Memory: "env:NAME" or "file:/path" to read the kind's first
                          // secret from again; it has no others then

    friend bool operator==(const DestinationSettings &, const DestinationSettings &) = default;
};

} // namespace gantry
