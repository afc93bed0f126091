// A whole engine against a fake S3 store: what the tests of that kind share.
#pragma once

#include "tests/engine/engine_fixture.h"
#include "tests/fakes/fake_s3.h"

#include <algorithm>

namespace gantry {

class S3TestBase : public EngineTestBase
{
    Q_OBJECT

protected:
    static constexpr qint64 partSize = 5 * 1024 * 1024;
    static constexpr int partsTotal = 5;
    static constexpr qint64 size = 4 * partSize + 1000;

    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<FakeS3> m_store;
    std::unique_ptr<Engine> m_engine;
    DestinationSettings m_settings;

    // The store that init() made, or another one.
    void use(std::unique_ptr<FakeS3> store)
    {
        m_store = std::move(store);
        m_settings = m_store->destination(partSize);
        m_settings.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
        m_settings.secretStore = SecretStoreKind::File;
    }

    // Also after a stop: the same state folder again.
    void start()
    {
        m_engine.reset();
        EngineOptions options;
        options.stateDir = m_state->path();
        EngineParts parts;
        parts.dice = [] { return 0.1; }; // waits are short
        m_engine = std::make_unique<Engine>(options, parts);
        QVERIFY(valueOf(m_engine->start()));
        if (!valueOf(m_engine->destinations()).isEmpty())
            return;
        const auto put = valueOf(m_engine->putDestination(
            m_settings, {{QStringLiteral("secret"), "s"}, {QStringLiteral("session_token"), "first-token"}}));
        QVERIFY2(put, put ? "" : qPrintable(put.error().message));
    }

    UploadId add(const QString &key = QStringLiteral("clip.mov"), qint64 length = size)
    {
        const QString path = file(bytesOf(length), key);
        return valueOf(m_engine->add({{path, QStringLiteral("rushes"), key}}))->first().id;
    }

    UploadRecord recordOf(UploadId id) { return EngineTestBase::recordOf(*m_engine, id); }

    bool ends(UploadId id, Stage stage) { return EngineTestBase::ends(*m_engine, id, stage); }

    qsizetype countOf(const std::function<bool(const RecordedRequest &)> &kind) const
    {
        const QList<RecordedRequest> requests = m_store->requests();
        return std::count_if(requests.begin(), requests.end(), kind);
    }

    static bool isAbort(const RecordedRequest &request) { return request.method == "DELETE"; }

protected Q_SLOTS:
    void init()
    {
        m_state = std::make_unique<QTemporaryDir>();
        use(std::make_unique<FakeS3>());
    }
    void cleanup()
    {
        m_engine.reset();
        m_store.reset();
    }
};

} // namespace gantry
