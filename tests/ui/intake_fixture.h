// A folder of files, and an engine with a destination that sends nothing: what the tests of the intake share.
#pragma once

#include "ui/intake/intake.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace gantry {

class IntakeTestBase : public QObject
{
protected:
    void start()
    {
        m_state = std::make_unique<QTemporaryDir>();
        m_files = std::make_unique<QTemporaryDir>();
        EngineOptions options;
        options.stateDir = m_state->path();
        options.sending = false;
        m_engine = std::make_unique<Engine>(options);
        const auto report = ended(m_engine->start());
        if (!report)
            qFatal("%s", qPrintable(report.error().message));
        addDestination(studio());
    }

    void stop()
    {
        m_engine.reset();
        m_files.reset();
        m_state.reset();
    }

    Engine &engine() { return *m_engine; }
    static QString studio() { return QStringLiteral("Studio"); }
    QString path(const QString &relative) const { return m_files->filePath(relative); }

    void addDestination(const QString &name)
    {
        DestinationSettings destination;
        destination.name = name;
        destination.kind = QStringLiteral("service");
        destination.fields = {{QStringLiteral("url"), QStringLiteral("http://127.0.0.1:9")}};
        destination.secretStore = SecretStoreKind::Memory;
        const auto put =
            ended(m_engine->putDestination(destination, {{QStringLiteral("token"), QByteArray("t")}}));
        if (!put)
            qFatal("%s", qPrintable(put.error().message));
    }

    void write(const QString &relative, qint64 size = 1) const
    {
        QFile file(path(relative));
        if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::WriteOnly) || !file.resize(size))
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }

    QList<UploadSnapshot> queue() { return ended(m_engine->uploads()); }

    QStringList keys()
    {
        QStringList all;
        const QList<UploadSnapshot> uploads = queue();
        for (const UploadSnapshot &upload : uploads)
            all.append(upload.record.key);
        return all;
    }

private:
    template <class Value>
    static Value ended(const QFuture<Value> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 30'000))
            qFatal("the engine does not answer");
        return future.result();
    }

    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<QTemporaryDir> m_files;
    std::unique_ptr<Engine> m_engine;
};

} // namespace gantry
