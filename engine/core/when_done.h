// Waits for a future on behalf of an object that may be gone before it ends.
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <optional>
#include <utility>

namespace gantry {

// Calls then(std::optional<Value>) in the context's thread (which must be this one), never from within
// whenDone(), and not at all if the context is gone by then. Nothing: the promise was dropped.
//
// Not QFuture::then(context, …): in Qt 6.4 it takes a context for granted that lives until the future ends.
template <class Value, class Then>
void whenDone(QObject *context, const QFuture<Value> &future, Then then)
{
    auto *watcher = new QFutureWatcher<Value>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, then = std::move(then)]() mutable {
                         const QFuture<Value> ended = watcher->future();
                         watcher->deleteLater();
                         then(ended.resultCount() > 0 ? std::optional<Value>(ended.result()) : std::nullopt);
                     });
    watcher->setFuture(future);
}

// The same for futures that always end with a value: a dropped promise (at the very end) calls nothing.
template <class Value, class Then>
void whenReady(QObject *context, const QFuture<Value> &future, Then then)
{
    whenDone(context, future, [then = std::move(then)](const std::optional<Value> &value) mutable {
        if (value)
            then(*value);
    });
}

} // namespace gantry
