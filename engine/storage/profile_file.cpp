#include "engine/storage/profile_file.h"

#include "engine/core/text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace gantry {
namespace {

constexpr qint64 profileFileLimit = 1'048'576; // bytes

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

QString placeOf(const char *variable, const QString &name)
{
    QString path = qEnvironmentVariable(variable);
    if (path.isEmpty())
        return QDir::homePath() + QStringLiteral("/.aws/") + name;
    if (path == QLatin1String("~") || path.startsWith(QLatin1String("~/")))
        path.replace(0, 1, QDir::homePath());
    return QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

// Up to a # or ; that stands alone, as Amazon's tools cut values.
QByteArray withoutComment(const QByteArray &value)
{
    for (qsizetype i = 1; i < value.size(); ++i)
        if ((value[i] == '#' || value[i] == ';') && isBlank(value[i - 1]))
            return value.left(i).trimmed();
    return value;
}

class Parser
{
public:
    Parser(ProfileFileKind kind, const QString &path)
        : m_kind(kind)
        , m_path(path)
    {}

    Expected<Profiles> parse(QByteArray content)
    {
        if (content.startsWith("\xef\xbb\xbf"))
            content.remove(0, 3);
        for (QByteArray line : content.split('\n')) {
            ++m_line;
            if (line.contains('\0'))
                return refuse(tr("Line %1 of %2 is not text."));
            while (!line.isEmpty() && (line.endsWith('\r') || isBlank(line.back())))
                line.chop(1);
            if (line.isEmpty())
                continue;
            if (const Expected<void> read = readLine(line); !read)
                return fail(read.error());
        }
        return m_profiles;
    }

private:
    tl::unexpected<Failure> refuse(const QString &words) const
    {
        return fail(FailureKind::InvalidInput, words.arg(m_line).arg(m_path));
    }

    Expected<void> readLine(const QByteArray &line)
    {
        const auto text = std::find_if_not(line.begin(), line.end(), isBlank);
        const qsizetype indent = text - line.begin();
        const QByteArray said = line.mid(indent);
        if (said.startsWith('#') || said.startsWith(';'))
            return {};
        if (m_indent &&
            indent > *m_indent) { // belongs to the setting above: nested ones, or more of its value
            if (m_profile && !m_key.isEmpty())
                (*m_profile)[m_key] += '\n' + said;
            return {};
        }
        if (said.startsWith('['))
            return beginSection(said);
        const qsizetype equals = said.indexOf('=');
        if (equals < 1)
            return refuse(tr("Line %1 of %2 is neither [a profile] nor NAME = VALUE. Mend or remove it."));
        if (!m_hasSection)
            return refuse(
                tr("Line %1 of %2 belongs to no profile: a line such as [default] is missing above."));
        m_indent = indent;
        m_key = QString::fromUtf8(said.left(equals).trimmed()).toLower();
        if (m_profile)
            m_profile->insert(m_key, withoutComment(said.mid(equals + 1).trimmed()));
        return {};
    }

    Expected<void> beginSection(const QByteArray &said)
    {
        const qsizetype end = said.indexOf(']');
        const QByteArray rest = end < 0 ? QByteArray() : said.mid(end + 1).trimmed();
        if (end < 0 || (!rest.isEmpty() && !rest.startsWith('#') && !rest.startsWith(';')))
            return refuse(tr("Line %1 of %2 is no profile's name in square brackets. Mend or remove it."));
        m_hasSection = true;
        m_indent.reset();
        m_key.clear();
        m_profile = nullptr;
        const std::optional<QString> name = profileIn(QString::fromUtf8(said.mid(1, end - 1)).trimmed());
        if (name)
            m_profile = &m_profiles[*name];
        return {};
    }

    // The profile that a section is; none: it is something else (sso-session, services).
    std::optional<QString> profileIn(const QString &section)
    {
        const auto defaultName = QStringLiteral("default");
        if (m_kind == ProfileFileKind::Credentials)
            return section.isEmpty() ? std::nullopt : std::optional(section);
        const QStringList words = section.simplified().split(QLatin1Char(' '));
        if (words.first() == QLatin1String("profile") && words.size() > 1) {
            const QString name = section.mid(words.first().size()).trimmed();
            // [profile default] goes before [default], wherever it stands.
            if (name == defaultName && !m_defaultIsPrefixed) {
                m_defaultIsPrefixed = true;
                m_profiles.remove(defaultName);
            }
            return name;
        }
        return section == defaultName && !m_defaultIsPrefixed ? std::optional(section) : std::nullopt;
    }

    const ProfileFileKind m_kind;
    const QString m_path;
    Profiles m_profiles;
    ProfileValues *m_profile = nullptr; // none: the section is not ours
    QString m_key;
    std::optional<qsizetype> m_indent; // of the setting that was read last
    int m_line = 0;
    bool m_hasSection = false;
    bool m_defaultIsPrefixed = false;
};

// A file that is not there has no profiles.
Expected<Profiles> readFile(const QString &path, ProfileFileKind kind)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Profiles();
    QFile file(path);
    // A pipe must not make anybody wait for its writer.
    if (!info.isFile())
        return fail(FailureKind::InvalidInput,
                    tr("No profiles can be read from %1: it is not a file.").arg(path));
    if (!file.open(QFile::ReadOnly))
        return fail(FailureKind::InvalidInput,
                    tr("No profiles can be read from %1: %2.").arg(path, file.errorString()));
    const QByteArray content = file.read(profileFileLimit + 1);
    if (file.error() != QFile::NoError)
        return fail(FailureKind::InvalidInput,
                    tr("No profiles can be read from %1: %2.").arg(path, file.errorString()));
    if (content.size() > profileFileLimit)
        return fail(FailureKind::InvalidInput, tr("%1 is too large to be a file of profiles.").arg(path));
    return parseProfiles(content, kind, path);
}

struct ProfileFiles
{
    Profiles credentials;
    Profiles config;
};

Expected<ProfileFiles> readFiles(const ProfilePlaces &places)
{
    const Expected<Profiles> credentials = readFile(places.credentials, ProfileFileKind::Credentials);
    if (!credentials)
        return fail(credentials.error());
    const Expected<Profiles> config = readFile(places.config, ProfileFileKind::Config);
    if (!config)
        return fail(config.error());
    return ProfileFiles{*credentials, *config};
}

bool isWord(const QByteArray &value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// Profiles whose keys have to be made first, by something that only Amazon's tools can do.
bool isMadeElsewhere(const ProfileValues &profile)
{
    for (const char *key :
         {"credential_process", "sso_session", "sso_start_url", "role_arn", "login_session"})
        if (profile.contains(QLatin1String(key)))
            return true;
    return false;
}

} // namespace

ProfilePlaces ProfilePlaces::fromEnvironment()
{
    const QString name = qEnvironmentVariable("AWS_PROFILE");
    return {placeOf("AWS_SHARED_CREDENTIALS_FILE", QStringLiteral("credentials")),
            placeOf("AWS_CONFIG_FILE", QStringLiteral("config")),
            name.isEmpty() ? QStringLiteral("default") : name};
}

Expected<Profiles> parseProfiles(const QByteArray &content, ProfileFileKind kind, const QString &path)
{
    return Parser(kind, path).parse(content);
}

Expected<ProfileValues> readProfile(const QString &name, const QStringList &keys, const ProfilePlaces &places)
{
    const QString wanted = name.isEmpty() ? places.defaultName : name;
    const Expected<ProfileFiles> files = readFiles(places);
    if (!files)
        return fail(files.error());
    if (!files->credentials.contains(wanted) && !files->config.contains(wanted))
        return fail(FailureKind::SecretMissing,
                    tr("There is no profile %1 in %2 or %3. Name one that is there, or write it.")
                        .arg(wanted, places.credentials, places.config));
    for (const Profiles &profiles : {files->credentials, files->config}) {
        const ProfileValues profile = profiles.value(wanted);
        if (profile.value(keys.first()).isEmpty())
            continue;
        ProfileValues values;
        for (const QString &key : keys) {
            if (!profile.contains(key))
                continue;
            if (!isWord(profile.value(key)))
                return fail(FailureKind::InvalidInput,
                            tr("%2 of the profile %1 is not one word. Mend it in %3 or %4.")
                                .arg(wanted, key, places.credentials, places.config));
            values.insert(key, profile.value(key));
        }
        return values;
    }
    if (isMadeElsewhere(files->credentials.value(wanted)) || isMadeElsewhere(files->config.value(wanted)))
        return fail(FailureKind::SecretMissing, tr("The profile %1 has no keys of its own: another program "
                                                   "makes them. Let it write them to %2, for "
                                                   "example with \"aws configure export-credentials\".")
                                                    .arg(wanted, places.credentials));
    return fail(
        FailureKind::SecretMissing,
        tr("The profile %1 has no %2. Write it to %3.").arg(wanted, keys.first(), places.credentials));
}

Expected<QStringList> profileNames(const ProfilePlaces &places)
{
    const Expected<ProfileFiles> files = readFiles(places);
    if (!files)
        return fail(files.error());
    QStringList names = files->credentials.keys() + files->config.keys();
    names.sort();
    names.removeDuplicates();
    return names;
}

} // namespace gantry
