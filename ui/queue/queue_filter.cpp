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
    if (words.isEmpty())
        return true;
    // Mostly the key is the path's end; looking through it twice would be most of the work.
    const bool keyIsInPath = record.path.endsWith(record.key);
    return std::all_of(words.begin(), words.end(), [&record, keyIsInPath](const QString &word) {
        return record.path.contains(word, Qt::CaseInsensitive) ||
               (!keyIsInPath && record.key.contains(word, Qt::CaseInsensitive)) ||
               record.destination.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace gantry
