#include "engine/core/destination_fields.h"

#include <algorithm>

namespace gantry {

bool hasOwnCredentials(SecretStoreKind store)
{
    return store == SecretStoreKind::Environment || store == SecretStoreKind::Profile;
}

const FieldChoice *choiceOf(const SettingsField &field, const QMap<QString, QString> &values)
{
    const QString value = values.value(field.name);
    const auto found = std::find_if(field.choices.cbegin(), field.choices.cend(),
                                    [&](const FieldChoice &choice) { return choice.name == value; });
    if (found != field.choices.cend())
        return &*found;
    return field.choices.isEmpty() ? nullptr : &field.choices.last();
}

QList<SettingsField> fieldsThatMatter(const QList<SettingsField> &fields,
                                      const QMap<QString, QString> &values, SecretStoreKind store)
{
    QStringList named;
    FieldChoice chosen;
    for (const SettingsField &field : fields) {
        for (const FieldChoice &choice : field.choices)
            named += choice.fields;
        if (const FieldChoice *choice = choiceOf(field, values)) {
            chosen.fields += choice->fields;
            chosen.required += choice->required;
            chosen.help.insert(choice->help);
        }
    }
    QList<SettingsField> matter;
    for (SettingsField field : fields) {
        if (named.contains(field.name) && !chosen.fields.contains(field.name))
            continue;
        if (hasOwnCredentials(store) && !field.variable.isEmpty())
            continue;
        field.required = field.required || chosen.required.contains(field.name);
        field.help = chosen.help.value(field.name, field.help);
        matter.append(field);
    }
    return matter;
}

QString firstSecretOf(const QList<SettingsField> &fields)
{
    for (const SettingsField &field : fields)
        if (field.type == SettingsField::Type::Secret)
            return field.name;
    return {};
}

QMap<QString, QString> secretSourcesOf(const QString &secretSource, const QString &firstSecret)
{
    QMap<QString, QString> sources;
    for (const QString &line : secretSource.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        // A path may hold an equals sign, but no field's name holds a colon.
        if (equals > 0 && equals < colon)
            sources.insert(line.left(equals), line.mid(equals + 1));
        else
            sources.insert(firstSecret, line);
    }
    return sources;
}

QString secretSourceOf(const QMap<QString, QString> &sources, const QString &firstSecret)
{
    QStringList lines;
    for (auto source = sources.cbegin(); source != sources.cend(); ++source) {
        if (source.key() == firstSecret)
            lines.prepend(source.value());
        else
            lines.append(source.key() + QLatin1Char('=') + source.value());
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace gantry
