// Which uploads the queue shows: a choice of the sidebar and the words of the search field. A value.
#pragma once

#include "engine/core/upload_types.h"
#include "ui/text/upload_words.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace gantry {

struct QueueFilter
{
    std::optional<UploadMood> mood; // none: all
    QString destination;            // empty: all
    QStringList words;              // all have to be found in the key, the path or the destination; no case

    bool accepts(const UploadSnapshot &upload) const;

    friend bool operator==(const QueueFilter &, const QueueFilter &) = default;
};

} // namespace gantry
