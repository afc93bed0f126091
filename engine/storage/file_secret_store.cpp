#include "engine/storage/file_secret_store.h"

#include "engine/core/text.h"
#include "engine/storage/private_file.h"

#include <QDir>
#include <QMap>
#include <QtConcurrent>

#include <mutex>

namespace gantry {
namespace {

constexpr qint64 secretFileLimit = 1'048'576; // bytes
constexpr FailureKind unusable = FailureKind::InvalidInput;

using Secrets = QMap<QString, QByteArray>;

// Each destination has a store object of its own, all on one file: a change reads, alters and replaces it.
std::mutex fileMutex;

Expected<Secrets> load(const QString &path)
{
    const auto content = readPrivateFile(path, secretFileLimit, unusable);
    if (!content)
        return fail(content.error());
    Secrets secrets;
    int number = 0;
    for (const QByteArray &line : content->value_or(QByteArray()).split('\n')) {
        ++number;
        if (line.trimmed().isEmpty() || line.startsWith('[') || line.startsWith(';') || line.startsWith('#'))
            continue;
        const auto equals = line.indexOf('=');
        // To go on would drop the line at the next change, and a secret with it.
        if (equals < 0)
            return fail(unusable,
                        tr("Line %1 of %2 is not NAME=SECRET. Mend or remove it.").arg(number).arg(path));
        secrets.insert(QString::fromUtf8(QByteArray::fromPercentEncoding(line.left(equals))),
                       QByteArray::fromPercentEncoding(line.mid(equals + 1)));
    }
    return secrets;
}

Expected<void> save(const QString &path, const Secrets &secrets)
{
    QByteArray content("; Secrets of Gantry's destinations. Nobody but you may read this file.\n[secrets]\n");
    for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret)
        content += secret.key().toUtf8().toPercentEncoding("/ ") + '=' +
                   secret.value().toPercentEncoding("/+=:@") + '\n';
    return replacePrivateFile(path, content, unusable);
}

Expected<void> change(const QString &path, const std::function<bool(Secrets &)> &alter)
{
    const std::lock_guard lock(fileMutex);
    auto secrets = load(path);
    if (!secrets)
        return fail(secrets.error());
    return alter(*secrets) ? save(path, *secrets) : Expected<void>();
}

} // namespace

FileSecretStore::FileSecretStore(const QString &stateDir)
    : m_path(QDir(stateDir).filePath(QStringLiteral("secrets.ini")))
{
    m_thread.setMaxThreadCount(1);
}

FileSecretStore::~FileSecretStore()
{
    m_thread.waitForDone();
}

QFuture<Expected<void>> FileSecretStore::write(const QString &account, const QByteArray &secret)
{
    return QtConcurrent::run(&m_thread, [path = m_path, account, secret] {
        return change(path, [&](Secrets &secrets) {
            secrets.insert(account, secret);
            return true;
        });
    });
}

QFuture<Expected<QByteArray>> FileSecretStore::read(const QString &account)
{
    return QtConcurrent::run(&m_thread, [path = m_path, account]() -> Expected<QByteArray> {
        const std::lock_guard lock(fileMutex);
        const auto secrets = load(path);
        if (!secrets)
            return fail(secrets.error());
        const auto found = secrets->constFind(account);
        if (found == secrets->cend())
            return fail(noSecret(account));
        return *found;
    });
}

QFuture<Expected<void>> FileSecretStore::remove(const QString &account)
{
    return QtConcurrent::run(&m_thread, [path = m_path, account] {
        return change(path, [&](Secrets &secrets) { return secrets.remove(account) > 0; });
    });
}

} // namespace gantry
