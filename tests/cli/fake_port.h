// An engine made of answers that a test decides.
#pragma once

#include "engine/ipc/engine_port.h"

#include <QJsonArray>
#include <QPromise>

#include <functional>
#include <memory>
#include <vector>

namespace gantry {

class FakePort final : public EnginePort
{
    Q_OBJECT

public:
    using EnginePort::EnginePort;

    struct Asked
    {
        QString name;
        QJsonObject arguments;
        std::shared_ptr<QPromise<Expected<QJsonObject>>> promise;

        void answer(const Expected<QJsonObject> &result) const
        {
            promise->addResult(result);
            promise->finish();
        }
    };

    QFuture<Expected<QJsonObject>> call(const QString &name, const QJsonObject &arguments) override
    {
        auto promise = std::make_shared<QPromise<Expected<QJsonObject>>>();
        promise->start();
        const Asked question{name, arguments, promise};
        asked.push_back(question);
        const QFuture<Expected<QJsonObject>> future = promise->future();
        if (answerer)
            question.answer(answerer(name, arguments));
        return future;
    }

    std::vector<Asked> asked;
    // Where it is set, it answers at once.
    std::function<Expected<QJsonObject>(const QString &, const QJsonObject &)> answerer;
};

} // namespace gantry
