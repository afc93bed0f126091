// An engine, a fake S3 store that takes temporary credentials, and the places that those may come from: what
// the tests of credentials share.
#pragma once

#include "engine/scheduling/engine.h"
#include "engine/scheduling/engine_parts.h"
#include "tests/engine/engine_fixture.h"
#include "tests/fakes/fake_s3.h"

#include <QDir>

namespace gantry {

class CredentialsTestBase : public QObject
{
    Q_OBJECT

protected:
    static constexpr qint64 partSize = 5 * 1024 * 1024;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakeS3> m_store;
    std::unique_ptr<Engine> m_engine;
    EngineParts m_parts;
    EngineOptions m_options;

    QString profile() const { return m_dir->filePath(QStringLiteral("credentials")); }
    static QByteArray profileWith(const QByteArray &key, const QByteArray &token)
    {
        return "[studio]\naws_access_key_id = " + key + "\naws_secret_access_key = profile-secret-canary\n" +
               "aws_session_token = " + token + "\n";
    }

    DestinationSettings settings(SecretStoreKind store, const QString &source = {}) const
    {
        DestinationSettings made = m_store->destination(partSize);
        made.secretStore = store;
        made.secretSource = source;
        return made;
    }

    void start()
    {
        m_options.stateDir = m_dir->filePath(QStringLiteral("state"));
        QVERIFY(QDir().mkpath(m_options.stateDir));
        m_engine = std::make_unique<Engine>(m_options, m_parts);
        const auto report = valueOf(m_engine->start());
        QVERIFY2(report, report ? "" : qPrintable(report.error().message));
    }

    void putDestination(const DestinationSettings &made, const QMap<QString, QByteArray> &secrets = {})
    {
        const auto done = valueOf(m_engine->putDestination(made, secrets));
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }

    UploadId add()
    {
        const QString path = m_dir->filePath(QStringLiteral("clip.mov"));
        QFile file(path);
        if (!file.open(QFile::WriteOnly) || file.write(bytesOf(4 * partSize + 1000)) < 0)
            qFatal("the file cannot be written");
        file.close();
        return valueOf(m_engine->add({{path, QStringLiteral("rushes"), QStringLiteral("clip.mov")}}))
            ->first()
            .id;
    }

    UploadSnapshot snapshot(UploadId id) { return valueOf(m_engine->details(id))->upload; }

    bool isDone(UploadId id)
    {
        const bool done = QTest::qWaitFor([&] { return isFinal(snapshot(id).record.stage); }, longEnough) &&
                          snapshot(id).record.stage == Stage::Done;
        if (!done) {
            const UploadSnapshot now = snapshot(id);
            qWarning("%s %s %s", toName(now.record.stage).data(),
                     now.record.error ? qPrintable(now.record.error->message) : "",
                     now.trouble ? qPrintable(now.trouble->message) : "");
        }
        return done;
    }

    bool waitsForCredentials(UploadId id)
    {
        return QTest::qWaitFor([&] { return snapshot(id).holds.testFlag(Hold::Credentials); }, longEnough);
    }

    static bool put(const QString &path, const QByteArray &content)
    {
        // As other tools do: written beside it, then renamed.
        const QString fresh = path + QStringLiteral(".new");
        QFile file(fresh);
        if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
            return false;
        file.close();
        return std::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) == 0;
    }

protected Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<FakeS3>();
        m_parts = {};
        m_parts.credentialsInterval = std::chrono::milliseconds(50);
        m_options = {};
        qputenv("AWS_SHARED_CREDENTIALS_FILE", QFile::encodeName(profile()));
        qputenv("AWS_CONFIG_FILE", QFile::encodeName(m_dir->filePath(QStringLiteral("config"))));
        for (const char *variable : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
            qunsetenv(variable);
    }
    void cleanup()
    {
        m_engine.reset();
        m_store.reset();
    }
};

} // namespace gantry
