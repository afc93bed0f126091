#include "app/cli/upload_pages.h"

#include "engine/ipc/snapshot_json.h"

namespace gantry {
namespace {

using Then = std::function<void(const Expected<QList<UploadSnapshot>> &)>;

void readPage(EngineAccess &access, const std::optional<QList<UploadId>> &ids, qint64 after,
              QList<UploadSnapshot> soFar, Then then)
{
    QJsonObject arguments{{QLatin1String("after"), after}};
    if (ids)
        arguments.insert(QLatin1String("ids"), idsToJson(*ids));
    access.call(QStringLiteral("uploads"), arguments,
                [&access, ids, soFar = std::move(soFar),
                 then = std::move(then)](const Expected<QJsonObject> &answer) {
                    if (!answer) {
                        then(fail(answer.error()));
                        return;
                    }
                    const auto page =
                        listFromJson(answer->value(QLatin1String("uploads")).toArray(), uploadFromJson);
                    if (!page) {
                        then(fail(page.error()));
                        return;
                    }
                    const QJsonValue next = answer->value(QLatin1String("next"));
                    if (next.isDouble())
                        readPage(access, ids, next.toInteger(), soFar + *page, then);
                    else
                        then(soFar + *page);
                });
}

} // namespace

void readUploads(EngineAccess &access, const std::optional<QList<UploadId>> &ids, Then then)
{
    readPage(access, ids, 0, {}, std::move(then));
}

} // namespace gantry
