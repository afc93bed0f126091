// Credentials of the files that Amazon's own tools share: ~/.aws/credentials and ~/.aws/config.
#pragma once

#include "engine/core/expected.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace gantry {

// Where the files are, and which profile is meant where none is named
// (https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html).
struct ProfilePlaces
{
    QString credentials; // absolute
    QString config;      // absolute
    QString defaultName;

    // As AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE and AWS_PROFILE have it.
    static ProfilePlaces fromEnvironment();
};

using ProfileValues = QMap<QString, QByteArray>; // by key in small letters
using Profiles = QMap<QString, ProfileValues>;   // by profile

enum class ProfileFileKind {
    Credentials, // [NAME]
    Config,      // [profile NAME], [default]; other sections are left out
};

// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html. `path` is for the failure's words, which
// name the line and never what stands there. Later ones win; a section that appears again goes on. Pure.
Expected<Profiles> parseProfiles(const QByteArray &content, ProfileFileKind kind, const QString &path);

// The values of one profile (empty name: the default one) that `keys` ask for, all out of one file: the
// credentials file if it has the first of them, else the config file. SecretMissing where neither has;
// InvalidInput where a file is unusable. Blocking; any thread.
Expected<ProfileValues> readProfile(const QString &name, const QStringList &keys,
                                    const ProfilePlaces &places);

// The names of all profiles, sorted; empty where there are no files. Blocking; any thread.
Expected<QStringList> profileNames(const ProfilePlaces &places);

} // namespace gantry
