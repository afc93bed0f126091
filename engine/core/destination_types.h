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
    Memory, // of this process: read again at each start from the variable or file it was given as, else asked
            // for
    File,   // 0600 in the state folder; only when asked for by name
    Environment, // the kind's usual variables (SettingsField::variable), its public halves too
    Profile,     // of the files that Amazon's tools share (SettingsField::profileKey), its public halves too
};

// One that a field of type Choice may take.
struct FieldChoice
{
    QString name;         // the value
    QString label;        // source text for people
    QStringList fields;   // of those that some choice names: what this one wants; the others do not matter
    QStringList required; // of these: what has to be there
    QMap<QString, QString> help; // source text by field, in place of the field's own
};

// One line of a backend's settings form. Also the command line's source of options.
struct SettingsField
{
    enum class Type { Text, Url, Secret, Flag, File, Choice, Size }; // Size: as sizeFromText() takes it

    QString name;  // key in DestinationSettings::fields
    QString label; // source text for people, as BackendTraits::displayName
    Type type = Type::Text;
    bool required = false;
    QString help;
    QString variable = {};           // environment variable that commonly holds it; empty: none does
    QString profileKey = {};         // its name in a profile; empty: it is in none
    QList<FieldChoice> choices = {}; // of Type::Choice; the last is meant where none is set
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
    // SecretStoreKind::Memory: what to read secrets from again, see secretSourcesOf(). Profile: its name;
    // empty: the one that the environment names, else "default".
    QString secretSource;

    friend bool operator==(const DestinationSettings &, const DestinationSettings &) = default;
};

} // namespace gantry
