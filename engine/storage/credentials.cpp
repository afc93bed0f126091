#include "engine/storage/credentials.h"

#include "engine/core/text.h"
#include "engine/storage/profile_file.h"

namespace gantry {
namespace {

using Credentials = QMap<QString, QByteArray>;

Expected<Credentials> ofEnvironment(const QList<SettingsField> &fields)
{
    Credentials credentials;
    for (const SettingsField &field : fields) {
        if (field.variable.isEmpty())
            continue;
        const QByteArray value = qgetenv(field.variable.toLatin1().constData()).trimmed();
        if (!value.isEmpty())
            credentials.insert(field.name, value);
        else if (field.required)
            return fail(
                FailureKind::SecretMissing,
                tr("The environment variable %1, which this destination's credentials are read from, is not "
                   "set. Set it where Gantry is started.")
                    .arg(field.variable));
    }
    return credentials;
}

Expected<Credentials> ofProfile(const QString &name, const QList<SettingsField> &fields)
{
    QStringList keys;
    for (const SettingsField &field : fields)
        if (!field.profileKey.isEmpty())
            keys.append(field.profileKey);
    if (keys.isEmpty())
        return Credentials();
    const ProfilePlaces places = ProfilePlaces::fromEnvironment();
    const Expected<ProfileValues> profile = readProfile(name, keys, places);
    if (!profile)
        return fail(profile.error());
    Credentials credentials;
    for (const SettingsField &field : fields) {
        const QByteArray value = profile->value(field.profileKey);
        if (field.profileKey.isEmpty() || (value.isEmpty() && !field.required))
            continue;
        if (value.isEmpty())
            return fail(FailureKind::SecretMissing, tr("The profile %1 has no %2. Write it to %3.")
                                                        .arg(name.isEmpty() ? places.defaultName : name,
                                                             field.profileKey, places.credentials));
        credentials.insert(field.name, value);
    }
    return credentials;
}

} // namespace

Expected<QMap<QString, QByteArray>> readOwnCredentials(const DestinationSettings &settings,
                                                       const QList<SettingsField> &fields)
{
    return settings.secretStore == SecretStoreKind::Environment ? ofEnvironment(fields)
                                                                : ofProfile(settings.secretSource, fields);
}

} // namespace gantry
