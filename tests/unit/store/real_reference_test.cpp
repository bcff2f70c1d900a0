// The real vocabulary and geography through the store and back.
#include <iostream>

#include "reference/geography_reader.hpp"
#include "reference/rome_reader.hpp"
#include "store/reference_fingerprint.hpp"
#include "store_fixture.hpp"
#include "support/shared_data.hpp"

namespace passerelle {
namespace {

class RealReferenceTest : public test::StoreTest {};

TEST_F(RealReferenceTest, ComesBackAsItWentAndDerivesOnce) {
  PASSERELLE_NEED_SHARED(shared);
  const auto rome = reference::read_rome((shared / "rome_v460").string());
  ASSERT_OK(rome);
  const auto communes = reference::read_communes((shared / "geo" / "communes_coords.csv").string());
  ASSERT_OK(communes);
  const auto tension = reference::read_tension((shared / "tension" / "tension_2021_rome_x_basin.csv").string());
  ASSERT_OK(tension);
  const auto clock = [start = std::chrono::steady_clock::now()](const char* what) {
    std::cout << what << " after "
              << std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() << " s\n";
  };
  Store store = open();
  EXPECT_TRUE(*store.put_vocabulary(*rome));
  EXPECT_TRUE(*store.put_communes(communes->rows, {}));
  EXPECT_TRUE(*store.put_tension(tension->rows));
  clock("written");
  const auto back = store.reference_inputs();
  ASSERT_OK(back);
  clock("read back");
  ASSERT_EQ(back->vocabularies.size(), 1U);
  EXPECT_EQ(store::fingerprint_of(back->vocabularies.front()), store::fingerprint_of(*rome));
  EXPECT_EQ(store::fingerprint_of(back->communes, back->aliases), store::fingerprint_of(communes->rows, {}));
  EXPECT_EQ(store::fingerprint_of(back->tension), store::fingerprint_of(tension->rows));
  EXPECT_FALSE(*store.put_vocabulary(*rome));

  const auto first = store.load_reference();
  ASSERT_OK(first);
  clock("derived");
  const auto kept = test::rows_of(path_, "SELECT length(content) FROM derived");
  ASSERT_EQ(kept.size(), 1U);
  test::rows_of(path_, "UPDATE derived SET input = x'00'");
  const auto second = store.load_reference();
  ASSERT_OK(second);
  clock("loaded again");
  // Not derived anew: that would have replaced the mark.
  EXPECT_EQ(test::rows_of(path_, "SELECT hex(input) FROM derived"), std::vector<std::string>{"00"});
  EXPECT_EQ((*first)->item_weights, (*second)->item_weights);
  EXPECT_EQ((*first)->occupation_keys.size(), rome->occupations.size());
  EXPECT_EQ(*store.snapshot(), test::snapshot_from_rows(path_));
}

}  // namespace
}  // namespace passerelle
