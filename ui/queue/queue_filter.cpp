#include "ui/queue/queue_filter.h"

#include <algorithm>

namespace gantry {

bool QueueFilter::accepts(const UploadSnapshot &upload) const
{
    const UploadRecord &record = upload.record;
    if (mood && moodOf(upload) != *mood)
        return false;
    if (!destination.isEmpty() && record.destination != destination)
        return false;
    return std::all_of(words.begin(), words.end(), [&record](const QString &word) {
        return record.key.contains(word, Qt::CaseInsensitive) ||
               record.path.contains(word, Qt::CaseInsensitive) ||
               record.destination.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace gantry
