// A whole engine in a state folder of its own, against a fake service: what the engine's tests share.
#pragma once

#include "engine/scheduling/engine.h"
#include "engine/scheduling/engine_parts.h"
#include "tests/fakes/fake_service.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace gantry {

inline constexpr int longEnough = 20'000; // ms; only failing tests wait as long

// Waits in the event loop; a future that never ends fails the test that takes its value.
template <class T>
T valueOf(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, longEnough) || future.resultCount() == 0)
        qFatal("a future of the engine never ended");
    return future.result();
}

inline QByteArray bytesOf(qint64 length, quint32 seed = 1)
{
    QByteArray bytes(length, Qt::Uninitialized);
    quint32 state = 2463534242U + seed;
    for (char &byte : bytes) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        byte = static_cast<char>(state);
    }
    return bytes;
}

// One workstation: a state folder, and an engine on it that can be stopped and started.
class Workstation
{
public:
    explicit Workstation(FakeService &service)
        : m_service(service)
    {}

    EngineParts parts;
    EngineOptions options;
    DestinationSettings destination;

    QString stateDir() const { return m_folder.path(); }
    Engine &engine() { return *m_engine; }

    Expected<EngineReport> start()
    {
        options.stateDir = m_folder.path();
        if (!parts.stallLimit)
            parts.stallLimit = std::chrono::seconds(20);
        m_engine = std::make_unique<Engine>(options, parts);
        const Expected<EngineReport> report = valueOf(m_engine->start());
        if (report && valueOf(m_engine->destinations()).isEmpty()) {
            destination.name = QStringLiteral("studio");
            destination.kind = QStringLiteral("service");
            destination.fields = {{QStringLiteral("url"), QString::fromLatin1(m_service.url())}};
            destination.secretStore = SecretStoreKind::File;
            const Expected<void> put = valueOf(
                m_engine->putDestination(destination, {{QStringLiteral("token"), m_service.token()}}));
            if (!put)
                qFatal("%s", qPrintable(put.error().message));
        }
        return report;
    }

    void stop() { m_engine.reset(); }

    UploadId add(const QString &path, const QString &key = QStringLiteral("clip.mov"))
    {
        const auto added = valueOf(m_engine->add({{path, QStringLiteral("studio"), key}}));
        if (!added)
            qFatal("%s", qPrintable(added.error().message));
        return added->first().id;
    }

    UploadSnapshot snapshot(UploadId id)
    {
        const QList<UploadSnapshot> all = valueOf(m_engine->uploads());
        for (const UploadSnapshot &one : all)
            if (one.record.id == id)
                return one;
        return {};
    }

    Stage stage(UploadId id) { return snapshot(id).record.stage; }

    bool reaches(UploadId id, Stage wanted)
    {
        const bool reached =
            QTest::qWaitFor([&] { return stage(id) == wanted || isFinal(stage(id)); }, longEnough) &&
            stage(id) == wanted;
        if (!reached) {
            const UploadSnapshot now = snapshot(id);
            qWarning("upload is %s%s%s", toName(now.record.stage).data(), now.record.error ? ": " : "",
                     now.record.error ? qPrintable(now.record.error->message) : "");
        }
        return reached;
    }

private:
    FakeService &m_service;
    QTemporaryDir m_folder;
    std::unique_ptr<Engine> m_engine;
};

class EngineTestBase : public QObject
{
protected:
    QTemporaryDir m_files;

    QString file(const QByteArray &content, const QString &name = QStringLiteral("clip.mov"))
    {
        const QString path = m_files.filePath(name);
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly | QIODevice::Truncate) || out.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    static UploadRecord recordOf(Engine &engine, UploadId id)
    {
        return valueOf(engine.details(id))->upload.record;
    }

    // Says what it has become, if it is another stage.
    static bool ends(Engine &engine, UploadId id, Stage stage)
    {
        const auto now = [&] { return recordOf(engine, id); };
        const bool ended =
            QTest::qWaitFor([&] { return isFinal(now().stage); }, longEnough) && now().stage == stage;
        if (!ended)
            qWarning("it is %s: %s", toName(now().stage).data(),
                     now().error ? qPrintable(now().error->message) : "");
        return ended;
    }

    static QByteArray md5(const QByteArray &bytes)
    {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Md5);
    }
};

} // namespace gantry
