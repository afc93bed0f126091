#include "app/cli/destination_options.h"

#include "app/cli/size_text.h"
#include "engine/core/destination_fields.h"
#include "engine/core/upload_types.h"

#include <CLI/CLI.hpp>

#include <QDir>

#include <algorithm>

namespace gantry {
namespace {

QString baseOf(const SettingsField &field)
{
    return QString(field.name).replace(QLatin1Char('_'), QLatin1Char('-'));
}

QString absolutePath(const QString &path)
{
    return QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

QStringList namesOf(const SettingsField &field)
{
    QStringList names;
    for (const FieldChoice &choice : field.choices)
        names.append(choice.name);
    return names;
}

const char *valueOf(SettingsField::Type type)
{
    switch (type) {
    case SettingsField::Type::Url:
        return "URL";
    case SettingsField::Type::File:
        return "FILE";
    case SettingsField::Type::Size:
        return "SIZE";
    case SettingsField::Type::Text:
    case SettingsField::Type::Secret:
    case SettingsField::Type::Flag:
    case SettingsField::Type::Choice:
        break;
    }
    return "TEXT";
}

std::optional<int> countFromText(const QString &text, int most)
{
    bool isNumber = false;
    const int count = text.toInt(&isNumber);
    if (!isNumber || count < 1 || count > most)
        return std::nullopt;
    return count;
}

} // namespace

QString optionOf(const SettingsField &field)
{
    return QStringLiteral("--") + baseOf(field);
}

void DestinationOptions::addTo(CLI::App &command)
{
    QStringList kindNames;
    for (const DestinationKind &kind : m_kinds)
        kindNames.append(kind.kind);
    command.add_option("NAME", m_name, "The name that you give it")->required();
    command.add_option("--kind", m_kind, "What it is: " + kindNames.join(QStringLiteral(", ")).toStdString())
        ->required();

    const auto add = [this, &command](const QString &name, const char *value, const QString &help) {
        command.add_option("--" + name.toStdString(), m_given[name].text, help.toStdString())
            ->type_name(value);
    };
    for (const DestinationKind &kind : m_kinds) {
        for (const SettingsField &field : kind.fields) {
            const QString name = baseOf(field);
            const QString help = field.help.isEmpty() ? field.label : field.help;
            if (m_given.count(name) != 0) // another kind has it too
                continue;
            if (field.type == SettingsField::Type::Secret) {
                add(name + QStringLiteral("-env"), "VARIABLE",
                    QStringLiteral("%1: the environment variable that holds it").arg(field.label));
                add(name + QStringLiteral("-file"), "FILE",
                    QStringLiteral("%1: the file that holds it").arg(field.label));
                // Known only to be refused with the reason.
                command.add_option("--" + name.toStdString(), m_given[name].text)->group("");
            } else if (field.type == SettingsField::Type::Flag) {
                command.add_flag("--" + name.toStdString(), m_given[name].flag, help.toStdString());
            } else if (field.type == SettingsField::Type::Choice) {
                add(name, "NAME",
                    QStringLiteral("%1: %2").arg(help, namesOf(field).join(QStringLiteral(", "))));
            } else {
                add(name, valueOf(field.type), help);
            }
        }
    }
    add(QStringLiteral("part-size"), "SIZE",
        QStringLiteral("Bytes of a part, as 16MiB; left out: by the size of the file"));
    add(QStringLiteral("parts"), "N", QStringLiteral("Parts of one file in flight at once (4)"));
    add(QStringLiteral("connections"), "N", QStringLiteral("Connections to this destination in all (8)"));
    add(QStringLiteral("ca-file"), "PEM", QStringLiteral("Certificates to trust beside the system's"));
    add(QStringLiteral("verify"), "MODE",
        QStringLiteral("How resumed parts are checked: fast or full; left out: full under 1 GiB, else fast"));
    command
        .add_option(
            "--secret-store,--credentials", m_given[QStringLiteral("secret-store")].text,
            "Where secrets are kept: keychain, memory (read anew at each start), file (private, in the state "
            "folder); or where all credentials are read from: environment (AWS_ACCESS_KEY_ID and its kin), "
            "profile (of ~/.aws/credentials)")
        ->type_name("STORE");
    add(QStringLiteral("profile"), "NAME",
        QStringLiteral("The profile that has the credentials; left out: AWS_PROFILE, else default"));
}

QString DestinationOptions::textOf(const QString &option) const
{
    const auto found = m_given.find(option);
    return found == m_given.end() ? QString() : QString::fromStdString(found->second.text);
}

tl::expected<QString, QString> DestinationOptions::secretSource(const QString &option) const
{
    const QString variable = textOf(option + QStringLiteral("-env"));
    const QString file = textOf(option + QStringLiteral("-file"));
    if (!textOf(option).isEmpty())
        return tl::unexpected(
            QStringLiteral(
                "A secret does not belong on the command line, where others can read it: use --%1-env "
                "or --%1-file.")
                .arg(option));
    if (!variable.isEmpty() && !file.isEmpty())
        return tl::unexpected(QStringLiteral("Use either --%1-env or --%1-file.").arg(option));
    if (!variable.isEmpty())
        return QStringLiteral("env:") + variable;
    if (!file.isEmpty())
        return QStringLiteral("file:") + absolutePath(file);
    return QString();
}

tl::expected<void, QString> DestinationOptions::readField(const SettingsField &field,
                                                          AddDestination &add) const
{
    const QString option = baseOf(field);
    if (field.type == SettingsField::Type::Secret) {
        const tl::expected<QString, QString> source = secretSource(option);
        if (!source)
            return tl::unexpected(source.error());
        if (!source->isEmpty())
            add.secretSources.insert(field.name, *source);
        return {}; // one that is left out stays what it was
    }
    if (field.type == SettingsField::Type::Flag) {
        if (m_given.at(option).flag)
            add.settings.fields.insert(field.name, QStringLiteral("true"));
        return {};
    }
    const QString text = textOf(option);
    if (field.type == SettingsField::Type::Choice && !text.isEmpty() && !namesOf(field).contains(text))
        return tl::unexpected(QStringLiteral("--%1: there is no \"%2\"; there are: %3.")
                                  .arg(option, text, namesOf(field).join(QStringLiteral(", "))));
    if (!text.isEmpty())
        add.settings.fields.insert(field.name,
                                   field.type == SettingsField::Type::File ? absolutePath(text) : text);
    return {};
}

// What is missing, and what has no meaning beside the rest.
tl::expected<void, QString> DestinationOptions::checkFields(const DestinationKind &kind,
                                                            const AddDestination &add) const
{
    const DestinationSettings &settings = add.settings;
    const QList<SettingsField> matter = fieldsThatMatter(kind.fields, settings.fields, settings.secretStore);
    for (const SettingsField &field : kind.fields) {
        const auto known = std::find_if(matter.begin(), matter.end(),
                                        [&](const SettingsField &each) { return each.name == field.name; });
        const bool isGiven = settings.fields.contains(field.name) || add.secretSources.contains(field.name);
        if (known == matter.end()) {
            if (isGiven)
                return tl::unexpected(
                    hasOwnCredentials(settings.secretStore) && !field.variable.isEmpty()
                        ? QStringLiteral("--%1 does not go with --credentials %2, which has its own.")
                              .arg(baseOf(field), toName(settings.secretStore))
                        : QStringLiteral("--%1 does not go with the other options: the preset says that.")
                              .arg(baseOf(field)));
        } else if (known->required && !isGiven && field.type != SettingsField::Type::Secret) {
            return tl::unexpected(QStringLiteral("--%1 is missing: a destination of kind %2 needs it.")
                                      .arg(baseOf(field), settings.kind));
        }
    }
    return {};
}

tl::expected<void, QString> DestinationOptions::readCommon(DestinationSettings &settings) const
{
    if (const QString text = textOf(QStringLiteral("part-size")); !text.isEmpty()) {
        settings.partSize = sizeFromText(text);
        if (!settings.partSize || *settings.partSize < 1)
            return tl::unexpected(
                QStringLiteral("--part-size: \"%1\" is no size. Write it as 16MiB.").arg(text));
    }
    for (const auto &[option, target] :
         {std::pair(QStringLiteral("parts"), &settings.partsInFlight),
          std::pair(QStringLiteral("connections"), &settings.connectionLimit)}) {
        if (const QString text = textOf(option); !text.isEmpty()) {
            const std::optional<int> count = countFromText(text, 64);
            if (!count)
                return tl::unexpected(QStringLiteral("--%1: a number from 1 to 64 is expected.").arg(option));
            *target = *count;
        }
    }
    if (const QString text = textOf(QStringLiteral("ca-file")); !text.isEmpty())
        settings.caFile = absolutePath(text);
    if (const QString text = textOf(QStringLiteral("verify")); !text.isEmpty()) {
        const std::optional<VerifyMode> mode = verifyModeFromName(text);
        if (!mode)
            return tl::unexpected(QStringLiteral("--verify: fast or full is expected."));
        settings.verify = *mode;
    }
    if (const QString text = textOf(QStringLiteral("secret-store")); !text.isEmpty()) {
        const std::optional<SecretStoreKind> store = secretStoreKindFromName(text);
        if (!store)
            return tl::unexpected(QStringLiteral(
                "--secret-store: keychain, memory, file, environment or profile is expected."));
        settings.secretStore = *store;
    }
    if (const QString profile = textOf(QStringLiteral("profile")); !profile.isEmpty()) {
        if (textOf(QStringLiteral("secret-store")).isEmpty())
            settings.secretStore = SecretStoreKind::Profile;
        if (settings.secretStore != SecretStoreKind::Profile)
            return tl::unexpected(QStringLiteral("--profile goes with --credentials profile only."));
        settings.secretSource = profile;
    }
    return {};
}

tl::expected<AddDestination, QString> DestinationOptions::read() const
{
    AddDestination add;
    add.settings.name = QString::fromStdString(m_name);
    add.settings.kind = QString::fromStdString(m_kind);
    const DestinationKind *chosen = nullptr;
    QStringList names;
    for (const DestinationKind &kind : m_kinds) {
        names.append(kind.kind);
        if (kind.kind == add.settings.kind)
            chosen = &kind;
    }
    if (chosen == nullptr)
        return tl::unexpected(QStringLiteral("--kind: there is no \"%1\"; the kinds are: %2.")
                                  .arg(add.settings.kind, names.join(QStringLiteral(", "))));

    QStringList own;
    for (const SettingsField &field : chosen->fields) {
        own.append(baseOf(field));
        if (const auto read = readField(field, add); !read)
            return tl::unexpected(read.error());
    }
    for (const DestinationKind &kind : m_kinds) {
        for (const SettingsField &field : kind.fields) {
            const QString name = baseOf(field);
            const auto given = [this](const QString &option) {
                const auto found = m_given.find(option);
                return found != m_given.end() && (found->second.flag || !found->second.text.empty());
            };
            if (!own.contains(name) && (given(name) || given(name + QStringLiteral("-env")) ||
                                        given(name + QStringLiteral("-file"))))
                return tl::unexpected(
                    QStringLiteral("--%1 does not go with --kind %2.").arg(name, chosen->kind));
        }
    }
    if (const auto read = readCommon(add.settings); !read)
        return tl::unexpected(read.error());
    if (const auto checked = checkFields(*chosen, add); !checked)
        return tl::unexpected(checked.error());
    if (add.settings.secretStore == SecretStoreKind::Memory) {
        const QString first = firstSecretOf(chosen->fields);
        const bool isMissing =
            std::any_of(chosen->fields.begin(), chosen->fields.end(), [&add](const SettingsField &field) {
                return field.type == SettingsField::Type::Secret && field.required &&
                       !add.secretSources.contains(field.name);
            });
        if (isMissing || add.secretSources.isEmpty())
            return tl::unexpected(QStringLiteral(
                "--secret-store memory needs the secret, by environment variable or file, to read it "
                "from again at the next start."));
        for (const QString &source : std::as_const(add.secretSources))
            if (source.contains(QLatin1Char('\n')))
                return tl::unexpected(
                    QStringLiteral("The name of a secret's file must not have a line break."));
        add.settings.secretSource = secretSourceOf(add.secretSources, first);
    }
    return add;
}

} // namespace gantry
