// A whole engine against a fake tus server: what the tests of that kind share.
#pragma once

#include "engine/storage/journal.h"
#include "tests/engine/engine_fixture.h"
#include "tests/fakes/fake_tus.h"

#include <atomic>
#include <thread>

namespace gantry {

class TusTestBase : public EngineTestBase
{
    Q_OBJECT

protected:
    static constexpr qint64 size =
        24 * 1024 * 1024 + 3; // three parts of 10 MiB or less, where there are parts
    const QByteArray m_content = bytesOf(size);
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<FakeTus> m_server;
    std::unique_ptr<Engine> m_engine;
    DestinationSettings m_settings;
    QMap<QString, QByteArray> m_secrets;
    JournalHooks m_hooks;
    static constexpr qint64 smallSize = 300'000; // goes up with its creation
    const QByteArray m_small = bytesOf(smallSize);
    using Flag = std::shared_ptr<std::atomic<bool>>; // servers and engines outlive this
    const Flag m_held = std::make_shared<std::atomic<bool>>(false);
    QStringList m_setBacks;

    void withParts()
    {
        m_server->setExtensions({"creation", "creation-with-upload", "concatenation", "termination"});
    }

    // Also after a crash: the same state folder again.
    void start()
    {
        m_engine.reset();
        EngineOptions options;
        options.stateDir = m_state->path();
        EngineParts parts;
        parts.dice = [] { return 0.1; }; // waits are short
        parts.journalHooks = m_hooks;
        m_engine = std::make_unique<Engine>(options, parts);
        QVERIFY(valueOf(m_engine->start()));
        if (!valueOf(m_engine->destinations()).isEmpty())
            return;
        const auto put = valueOf(m_engine->putDestination(m_settings, m_secrets));
        QVERIFY2(put, put ? "" : qPrintable(put.error().message));
    }

    // While m_held, nothing becomes durable.
    void withSlowDisk()
    {
        m_hooks.beforeCommit = [held = m_held](int) {
            while (*held)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        };
    }

    UploadId add(const QByteArray &content, const QString &key = QStringLiteral("clip.mov"))
    {
        const QString path = file(content, key.section(QLatin1Char('/'), -1));
        return valueOf(m_engine->add({{path, m_settings.name, key}}))->first().id;
    }
    UploadId add() { return add(m_content); }

    UploadDetails details(UploadId id) { return *valueOf(m_engine->details(id)); }
    UploadRecord recordOf(UploadId id) { return details(id).upload.record; }

    bool ends(UploadId id, Stage stage) { return EngineTestBase::ends(*m_engine, id, stage); }

    bool isDone(UploadId id, const QByteArray &content)
    {
        if (!ends(id, Stage::Done))
            return false;
        const QList<FakeTusUpload> finished = m_server->finished();
        const bool isWhole = std::any_of(finished.begin(), finished.end(), [&](const FakeTusUpload &upload) {
            return upload.content == content;
        });
        if (!isWhole)
            qWarning("the server has something else");
        if (m_server->headsDuringPatch() != 0)
            qWarning("it was asked about a part while its bytes were on the way");
        return isWhole && m_server->headsDuringPatch() == 0;
    }
    bool isDone(UploadId id) { return isDone(id, m_content); }

    static constexpr qint64 cut = 2'000'000;

    // What was on its way when the engine left still arrives.
    void waitForTheLastBytes() const
    {
        const auto hasEnded = [](const RecordedRequest &request) { return request.ended; };
        const auto isQuiet = [&] {
            const QList<RecordedRequest> requests = m_server->requests();
            return std::all_of(requests.begin(), requests.end(), hasEnded);
        };
        if (!QTest::qWaitFor(isQuiet, longEnough))
            qFatal("a request never ended");
    }

    // An upload of which the server has the first bytes, paused, and left by its engine: what comes next asks
    // the server first.
    UploadId interrupted(qint64 stored = cut)
    {
        m_server->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
            return request.method == "PATCH" ? std::optional(ServerAction::answerWith(503)) : std::nullopt;
        });
        m_server->cutNextPatch(cut, 1);
        start();
        const UploadId id = add();
        if (!QTest::qWaitFor([&] { return recordOf(id).bytesStored == stored; }, longEnough) ||
            !valueOf(m_engine->pause({id})))
            qFatal("nothing was stored");
        m_engine.reset();
        waitForTheLastBytes();
        m_server->setFaults({});
        return id;
    }

    // What is shown from now on of why less is stored than before.
    const QStringList &setBacks()
    {
        m_setBacks.clear();
        connect(m_engine.get(), &Engine::changed, this, [this](const QList<UploadSnapshot> &uploads) {
            for (const UploadSnapshot &upload : uploads)
                if (!upload.setBack.isEmpty())
                    m_setBacks.append(upload.setBack);
        });
        return m_setBacks;
    }

    // The sums in the journal as a kill leaves them: what was stored since the session began is in none.
    void forgetSums()
    {
        Journal journal(m_state->path() + QStringLiteral("/journal.sqlite"));
        const auto contents = valueOf(journal.open());
        QVERIFY(contents);
        for (UploadRecord record : contents->uploads) {
            record.bytesStored = 0;
            record.partsStored = 0;
            QVERIFY(valueOf(journal.commit({PutUpload{record}})));
        }
    }

    bool hasArrived(const QByteArray &method, int times)
    {
        return QTest::qWaitFor([&] { return m_server->countOf(method) >= times; }, longEnough);
    }
    bool isFree()
    {
        return QTest::qWaitFor([&] { return bool(valueOf(m_engine->removeDestination(m_settings.name))); },
                               longEnough);
    }
    // Nothing is to be ended any more, now or by a later start.
    bool isNothingLeft()
    {
        if (!isFree())
            return false;
        m_engine.reset();
        Journal journal(m_state->path() + QStringLiteral("/journal.sqlite"));
        const auto contents = valueOf(journal.open());
        return contents && contents->orphans.isEmpty();
    }

    qint64 bytesPatched() const
    {
        qint64 sum = 0;
        for (const RecordedRequest &request : m_server->requests())
            if (request.header("Content-Type") == "application/offset+octet-stream")
                sum += request.bodyBytes;
        return sum;
    }

    QList<RecordedRequest> all(const QByteArray &method) const
    {
        QList<RecordedRequest> requests = m_server->requests();
        requests.removeIf([&](const RecordedRequest &request) { return request.method != method; });
        return requests;
    }

protected Q_SLOTS:
    void init()
    {
        m_state = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<FakeTus>();
        m_settings = m_server->destination(0);
        m_settings.partSize.reset();
        m_settings.secretStore = SecretStoreKind::File;
        m_secrets.clear();
        m_hooks = {};
    }
    void cleanup()
    {
        *m_held = false;
        m_engine.reset();
        m_server.reset();
    }
};

} // namespace gantry
